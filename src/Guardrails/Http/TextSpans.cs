using System.Text;

namespace Realtime.Guardrails.Http;

/// <summary>Replaces spans of a text that a service has found.</summary>
internal static class TextSpans
{
    /// <summary>Replaces spans; of overlapping ones the first counts, and covers the others.</summary>
    /// <param name="text">The text.</param>
    /// <param name="spans">Starts, ends and what stands instead.</param>
    /// <returns>The text without them; null when a span does not lie in the text, so that nothing is let go by a wrong count.</returns>
    public static string? Replace(string text, IEnumerable<(int? Start, int? End, string Replacement)> spans)
    {
        var output = new StringBuilder(text.Length);
        var position = 0;
        foreach (var (start, end, replacement) in spans.OrderBy(span => span.Start))
        {
            if (start is not { } from || end is not { } to || from < 0 || to > text.Length || from >= to)
            {
                return null;
            }

            if (to <= position)
            {
                continue;
            }

            if (from >= position)
            {
                output.Append(text, position, from - position).Append(replacement);
            }

            position = to;
        }

        return output.Append(text, position, text.Length - position).ToString();
    }
}
