namespace Realtime.Configuration.Models;

/// <summary>
/// A <c>model_name</c> with <c>*</c> in it. Matching takes linear time and, as LiteLLM's greedy expression does, gives the first
/// <c>*</c> the longest part it can have.
/// </summary>
internal sealed class ModelPattern(string text)
{
    private readonly string[] _literals = text.Split('*');

    /// <summary>Gets the pattern as written.</summary>
    public string Text { get; } = text;

    /// <summary>Gets how much of the pattern is fixed: the pattern with the most is the most specific one.</summary>
    public int Specificity { get; } = text.Length - text.Count(c => c == '*');

    public static bool IsPattern(string name) => name.Contains('*', StringComparison.Ordinal);

    /// <summary>Puts captured parts in for the <c>*</c> of a model name, left to right; a name without <c>*</c> stays.</summary>
    public static string Substitute(string model, IReadOnlyList<string> captures)
    {
        var parts = model.Split('*');
        var result = parts[0];
        for (var i = 1; i < parts.Length; i++)
        {
            result += (i <= captures.Count ? captures[i - 1] : "*") + parts[i];
        }

        return result;
    }

    /// <summary>Matches a whole name.</summary>
    /// <returns>The parts that stand for each <c>*</c>, left to right; null when the name does not match.</returns>
    public IReadOnlyList<string>? Match(string name)
    {
        var (first, last) = (_literals[0], _literals[^1]);
        if (name.Length < first.Length + last.Length
            || !name.StartsWith(first, StringComparison.Ordinal)
            || !name.EndsWith(last, StringComparison.Ordinal))
        {
            return null;
        }

        // From right to left, each literal as far to the right as it fits: that leaves the most for the wildcards on the left.
        var captures = new string[_literals.Length - 1];
        var end = name.Length - last.Length;
        for (var i = _literals.Length - 2; i > 0; i--)
        {
            var literal = _literals[i];
            var at = name.AsSpan(first.Length, end - first.Length).LastIndexOf(literal, StringComparison.Ordinal);
            if (at < 0)
            {
                return null;
            }

            at += first.Length;
            captures[i] = name[(at + literal.Length)..end];
            end = at;
        }

        captures[0] = name[first.Length..end];
        return captures;
    }
}
