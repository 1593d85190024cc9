using System.Collections.Frozen;

namespace Realtime.Configuration.Models;

/// <summary>Finds the deployments for a name that a client asks for. Immutable and safe to use from any thread.</summary>
public sealed class ModelTable
{
    private readonly FrozenDictionary<string, Deployment[]> _groups;
    private readonly FrozenDictionary<string, Deployment> _ids;
    private readonly FrozenDictionary<string, ModelAlias> _aliases;
    private readonly (ModelPattern Pattern, Deployment[] Deployments)[] _patterns;

    /// <summary>Makes the table.</summary>
    /// <param name="deployments">The deployments; a <c>*</c> in a model's name makes it a pattern.</param>
    /// <param name="aliases">Other names for groups.</param>
    public ModelTable(IEnumerable<Deployment> deployments, IReadOnlyDictionary<string, ModelAlias> aliases)
    {
        ArgumentNullException.ThrowIfNull(deployments);
        ArgumentNullException.ThrowIfNull(aliases);
        var all = deployments.ToArray();
        var byName = all.GroupBy(d => d.ModelName, StringComparer.Ordinal).ToArray();
        _groups = byName.Where(g => !ModelPattern.IsPattern(g.Key)).ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
        _patterns =
        [
            .. byName.Where(g => ModelPattern.IsPattern(g.Key))
                .Select(g => (Pattern: new ModelPattern(g.Key), Deployments: g.ToArray()))
                .OrderByDescending(p => p.Pattern.Specificity),
        ];
        _ids = all.DistinctBy(d => d.Id).ToFrozenDictionary(d => d.Id, StringComparer.Ordinal);
        _aliases = aliases.ToFrozenDictionary(StringComparer.Ordinal);

        // A pattern is not listed: no client can ask for a session with it.
        Listed =
        [
            .. byName.Select(g => g.Key).Where(name => !ModelPattern.IsPattern(name) && !IsHidden(name)),
            .. _aliases.Where(a => !a.Value.Hidden && !_groups.ContainsKey(a.Key) && Resolve(a.Key) is not null).Select(a => a.Key)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Gets a table without models.</summary>
    public static ModelTable Empty { get; } = new([], FrozenDictionary<string, ModelAlias>.Empty);

    /// <summary>Gets the names that <c>GET /v1/models</c> shows: groups in the order of the file, then aliases; no patterns, nothing hidden.</summary>
    public IReadOnlyList<string> Listed { get; }

    /// <summary>Gets the patterns, the most specific first.</summary>
    public IReadOnlyList<string> Patterns => [.. _patterns.Select(p => p.Pattern.Text)];

    /// <summary>
    /// Finds a model: by alias, else by exact name, else by the id of a deployment, else by the most specific pattern.
    /// </summary>
    /// <param name="name">The name that the client asked for; letter case counts.</param>
    /// <returns>The deployments; null when there is no such model.</returns>
    public ModelGroup? Resolve(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _aliases.TryGetValue(name, out var alias)
            ? Find(alias.Model) is { } target ? target with { Name = name, Hidden = alias.Hidden } : null
            : Find(name);
    }

    private bool IsHidden(string name) => _aliases.TryGetValue(name, out var alias) && alias.Hidden;

    private ModelGroup? Find(string name)
    {
        if (_groups.TryGetValue(name, out var deployments))
        {
            return new ModelGroup { Name = name, GroupName = name, Deployments = deployments };
        }

        if (_ids.TryGetValue(name, out var single) && !ModelPattern.IsPattern(single.ModelName))
        {
            return new ModelGroup { Name = name, GroupName = single.ModelName, Deployments = [single] };
        }

        foreach (var (pattern, candidates) in _patterns)
        {
            if (pattern.Match(name) is { } captures
                && candidates.Select(d => Substitute(d, captures)).OfType<Deployment>().ToArray() is { Length: > 0 } substituted)
            {
                return new ModelGroup { Name = name, GroupName = pattern.Text, Deployments = substituted };
            }
        }

        return null;
    }

    // The provider is found anew: in "model: '*'" it stands in the part that the client named, and may be one that is not set up.
    private static Deployment? Substitute(Deployment deployment, IReadOnlyList<string> captures)
    {
        var model = ModelPattern.Substitute(deployment.LiteLlmModel, captures);
        var (provider, providerModel) = ProviderPrefix.Split(model, deployment.CustomProvider);
        var variant = deployment.ProviderVariants is { } variants ? variants.GetValueOrDefault(provider) : deployment;
        return variant is null ? null : variant with { Id = deployment.Id, Provider = provider, ProviderModel = providerModel };
    }
}
