using Realtime.Configuration;
using Realtime.Configuration.Loading;
using Realtime.Guardrails.Selection;

namespace Realtime.Guardrails;

/// <summary>The guardrails of one configuration, with their engines. Sessions keep the catalog they began with; a reload makes another.</summary>
public sealed class GuardrailCatalog
{
    private readonly Dictionary<string, Guardrail[]> _byName;

    private GuardrailCatalog(IEnumerable<Guardrail> guardrails, PolicyTable policies)
    {
        All = [.. guardrails];
        _byName = All.GroupBy(guardrail => guardrail.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        Policies = policies;
    }

    /// <summary>Gets all guardrails, in the order of the file.</summary>
    public IReadOnlyList<Guardrail> All { get; }

    /// <summary>Gets the names, in the order of the file.</summary>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>Gets the policies.</summary>
    internal PolicyTable Policies { get; }

    /// <summary>Makes the guardrails of a configuration that has no problems.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="environment">What engines may use.</param>
    /// <returns>The catalog.</returns>
    public static GuardrailCatalog Create(RealtimeConfig config, GuardrailEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(environment);
        var findings = new Findings();
        var guardrails = config.Guardrails
            .Select(entry => new Guardrail(
                entry,
                GuardrailFactory.Create(entry, environment, findings)
                    ?? throw new InvalidOperationException($"The configuration of guardrail '{entry.Name}' was not checked.")))
            .ToArray();
        var names = guardrails.Select(guardrail => guardrail.Name).ToHashSet(StringComparer.Ordinal);
        return new GuardrailCatalog(guardrails, PolicyReader.Read(config, findings, names));
    }

    /// <summary>Finds the entries of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The entries; empty when there is none.</returns>
    public IReadOnlyList<Guardrail> Find(string name) => _byName.GetValueOrDefault(name) ?? [];
}
