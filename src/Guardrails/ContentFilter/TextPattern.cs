using System.Text.RegularExpressions;

namespace Realtime.Guardrails.ContentFilter;

/// <summary>What is looked for in a text: a shape, a checksum that most look-alikes fail, and words that must stand near.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">The shape.</param>
/// <param name="IsValid">The check of what has the shape; null: none.</param>
/// <param name="Context">Words of which one must stand near before or after; null: none need.</param>
internal sealed record TextPattern(string Name, Regex Shape, Func<string, bool>? IsValid = null, Regex? Context = null)
{
    // "passport number is X" has the word that far from the number.
    private const int ContextReach = 40;

    /// <summary>Finds all matches.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The matches, in order.</returns>
    /// <exception cref="RegexMatchTimeoutException">A pattern of the operator's own took too long.</exception>
    public IEnumerable<PatternMatch> Find(string text)
    {
        foreach (Match match in Shape.Matches(text))
        {
            if (match.Length > 0 && IsValid?.Invoke(match.Value) != false && HasContext(text, match))
            {
                yield return new PatternMatch(match.Index, match.Length);
            }
        }
    }

    private bool HasContext(string text, Match match)
    {
        if (Context is null)
        {
            return true;
        }

        var from = Math.Max(0, match.Index - ContextReach);
        var to = Math.Min(text.Length, match.Index + match.Length + ContextReach);
        return Context.IsMatch(text[from..match.Index]) || Context.IsMatch(text[(match.Index + match.Length)..to]);
    }
}
