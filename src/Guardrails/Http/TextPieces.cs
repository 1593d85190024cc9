namespace Realtime.Guardrails.Http;

/// <summary>Cuts a text for services that take only so much at once.</summary>
internal static class TextPieces
{
    /// <summary>Cuts a text, at spaces where there are any.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The most characters of a piece.</param>
    /// <returns>The pieces; one, perhaps empty, for a text that fits.</returns>
    public static IEnumerable<string> Split(string text, int length)
    {
        while (text.Length > length)
        {
            var space = text.LastIndexOf(' ', length - 1, length / 2);
            var cut = space > 0 ? space : char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
            yield return text[..cut];
            text = text[cut..];
        }

        yield return text;
    }
}
