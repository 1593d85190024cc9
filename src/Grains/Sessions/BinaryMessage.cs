namespace Realtime.Grains.Sessions;

/// <summary>
/// Tells what a client's binary message is. JSON in a binary message is an event like any other: limits, guardrails and the check of the model hold
/// for it. Only what no reader of JSON takes for an object, such as raw audio, passes as it is.
/// </summary>
internal static class BinaryMessage
{
    // Between characters of UTF-16 and UTF-32 stand NULs, before the first a byte order mark; some readers of JSON take all of these.
    private static ReadOnlySpan<byte> Around => [0x00, (byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', 0xEF, 0xBB, 0xBF, 0xFE, 0xFF];

    /// <summary>Asks whether a binary message that is no event passes as it is.</summary>
    /// <param name="payload">The message.</param>
    /// <returns>Whether; if not, it is refused as text of that kind is.</returns>
    public static bool IsOpaque(ReadOnlySpan<byte> payload)
    {
        var text = payload.Trim(Around);
        if (text is not [(byte)'{', .., (byte)'}'])
        {
            return true;
        }

        var first = text[1..].TrimStart(Around);
        return first[0] is not ((byte)'"' or (byte)'}' or (byte)'\'' or (byte)'/');
    }
}
