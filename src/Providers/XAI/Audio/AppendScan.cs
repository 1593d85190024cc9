namespace Realtime.Providers.XAI.Audio;

/// <summary>Measures the audio of an <c>input_audio_buffer.append</c> without parsing or decoding it.</summary>
internal static class AppendScan
{
    private const byte Quote = (byte)'"';
    private const byte Backslash = (byte)'\\';

    /// <summary>Tells how many bytes of audio an append carries.</summary>
    /// <param name="utf8">The event.</param>
    /// <returns>The length of the decoded audio; 0 if there is none.</returns>
    public static long AudioBytes(ReadOnlySpan<byte> utf8)
    {
        var name = "\"audio\""u8;
        while (true)
        {
            var found = utf8.IndexOf(name);
            if (found < 0)
            {
                return 0;
            }

            utf8 = utf8[(found + name.Length)..];
            var value = utf8.TrimStart(" \t\r\n"u8);

            // Without a colon it was no field but a value.
            if (value.Length > 0 && value[0] == (byte)':')
            {
                value = value[1..].TrimStart(" \t\r\n"u8);
                return value.Length > 0 && value[0] == Quote ? DecodedLength(value[1..]) : 0;
            }
        }
    }

    private static long DecodedLength(ReadOnlySpan<byte> value)
    {
        // Base64 has no quote of its own, so the next one ends it.
        var end = value.IndexOf(Quote);
        if (end < 0)
        {
            return 0;
        }

        var base64 = value[..end];
        var length = base64.Length - EscapeOverhead(base64);
        base64 = base64.TrimEnd((byte)'=');
        length -= value[..end].Length - base64.Length;
        return (long)length * 3 / 4;
    }

    // Some serializers write the plus sign as a hexadecimal escape, some the slash with a backslash.
    private static int EscapeOverhead(ReadOnlySpan<byte> base64)
    {
        var overhead = 0;
        for (var at = base64.IndexOf(Backslash); at >= 0; at = base64.IndexOf(Backslash))
        {
            overhead += base64[(at + 1)..].StartsWith((byte)'u') ? 5 : 1;
            base64 = base64[Math.Min(at + 2, base64.Length)..];
        }

        return overhead;
    }
}
