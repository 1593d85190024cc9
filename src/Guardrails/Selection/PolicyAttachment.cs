namespace Realtime.Guardrails.Selection;

/// <summary>One entry of <c>policy_attachments</c>: all that is given must fit.</summary>
/// <param name="Policy">The policy's name.</param>
/// <param name="Everywhere">Whether it is for all (<c>scope: "*"</c>).</param>
/// <param name="Teams">Aliases or ids of teams, with <c>*</c> for anything; empty: any.</param>
/// <param name="Keys">Aliases of keys; empty: any.</param>
/// <param name="Models">Names of models; empty: any.</param>
/// <param name="Tags">Tags; empty: any.</param>
internal sealed record PolicyAttachment(
    string Policy, bool Everywhere, IReadOnlyList<string> Teams, IReadOnlyList<string> Keys, IReadOnlyList<string> Models, IReadOnlyList<string> Tags)
{
    /// <summary>Says whether it is for a session.</summary>
    /// <param name="caller">Who the session is for.</param>
    /// <returns>Whether.</returns>
    public bool Fits(GuardrailCaller caller) => Everywhere
        || (Fits(Teams, caller.TeamAlias, caller.TeamId) && Fits(Keys, caller.KeyAlias) && Fits(Models, caller.Model) && Fits(Tags, [.. caller.Tags]));

    private static bool Fits(IReadOnlyList<string> patterns, params ReadOnlySpan<string?> names)
    {
        if (patterns.Count == 0)
        {
            return true;
        }

        foreach (var name in names)
        {
            if (name is not null && patterns.Any(pattern => IsLike(name, pattern)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLike(string name, string pattern)
    {
        var parts = pattern.Split('*');
        if (parts.Length == 1)
        {
            return name == pattern;
        }

        if (!name.StartsWith(parts[0], StringComparison.Ordinal))
        {
            return false;
        }

        var position = parts[0].Length;
        foreach (var part in parts[1..^1])
        {
            var found = name.IndexOf(part, position, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            position = found + part.Length;
        }

        return name.Length - position >= parts[^1].Length && name.EndsWith(parts[^1], StringComparison.Ordinal);
    }
}
