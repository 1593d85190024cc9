using System.Text;

namespace Realtime.Providers.Bedrock.Upstream;

/// <summary>Cuts text into the pieces that one <c>textInput</c> may hold.</summary>
internal static class TextPieces
{
    /// <summary>The most bytes of one piece, in UTF-8.</summary>
    /// <remarks>Source: Nova Sonic's documentation on chat history.</remarks>
    public const int MaxBytes = 1024;

    /// <summary>Cuts a text, at spaces where there are any.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The pieces, which joined are the text.</returns>
    public static IEnumerable<string> Split(string text)
    {
        while (Encoding.UTF8.GetByteCount(text) > MaxBytes)
        {
            var end = Fitting(text);
            var space = text.LastIndexOf(' ', end - 1);
            end = space > end / 2 ? space + 1 : end;
            yield return text[..end];
            text = text[end..];
        }

        yield return text;
    }

    private static int Fitting(string text)
    {
        var bytes = 0;
        var end = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MaxBytes)
            {
                break;
            }

            end += rune.Utf16SequenceLength;
        }

        return end;
    }
}
