using Realtime.Configuration;

namespace Realtime.Guardrails.Selection;

/// <summary>The guardrails of a session, by the mode that they run in for it.</summary>
public sealed class GuardrailSet
{
    private readonly Dictionary<GuardrailMode, Guardrail[]> _byMode = [];

    /// <summary>Makes a set.</summary>
    /// <param name="guardrails">The guardrails, in the order of the file.</param>
    /// <param name="caller">Who the session is for; its tags choose modes.</param>
    public GuardrailSet(IEnumerable<Guardrail> guardrails, GuardrailCaller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        Caller = caller;
        All = [.. guardrails];
        foreach (var group in All.SelectMany(guardrail => Modes(guardrail.Entry, caller).Select(mode => (mode, guardrail))).GroupBy(pair => pair.mode))
        {
            _byMode[group.Key] = [.. group.Select(pair => pair.guardrail)];
        }
    }

    /// <summary>Gets the set of a session without guardrails.</summary>
    public static GuardrailSet Empty { get; } = new([], new GuardrailCaller());

    /// <summary>Gets all, in the order of the file.</summary>
    public IReadOnlyList<Guardrail> All { get; }

    /// <summary>Gets who the session is for.</summary>
    public GuardrailCaller Caller { get; }

    /// <summary>Gets those that run in a mode.</summary>
    /// <param name="mode">The mode.</param>
    /// <returns>The guardrails, in the order of the file.</returns>
    public IReadOnlyList<Guardrail> In(GuardrailMode mode) => _byMode.GetValueOrDefault(mode) ?? [];

    /// <summary>Says whether any runs in a mode.</summary>
    /// <param name="mode">The mode.</param>
    /// <returns>Whether.</returns>
    public bool Has(GuardrailMode mode) => _byMode.ContainsKey(mode);

    private static IEnumerable<GuardrailMode> Modes(GuardrailEntry entry, GuardrailCaller caller)
    {
        var tagged = caller.Tags.Where(entry.ModesByTag.ContainsKey).SelectMany(tag => entry.ModesByTag[tag]).Distinct().ToArray();
        return tagged.Length > 0 ? tagged : entry.Modes.Distinct();
    }
}
