using System.Collections.Frozen;

namespace Realtime.Providers;

/// <summary>Finds a provider by LiteLLM's name of it.</summary>
public sealed class ProviderRegistry
{
    private readonly FrozenDictionary<string, IRealtimeProvider> _providers;

    /// <summary>Initializes a new instance of the <see cref="ProviderRegistry"/> class.</summary>
    /// <param name="providers">The providers.</param>
    public ProviderRegistry(IEnumerable<IRealtimeProvider> providers) => _providers = providers
        .SelectMany(provider => provider.Names, (provider, name) => KeyValuePair.Create(name, provider))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds a provider.</summary>
    /// <param name="name">The name, as <c>azure</c>.</param>
    /// <returns>The provider, or null when there is none.</returns>
    public IRealtimeProvider? Find(string name) => _providers.GetValueOrDefault(name);
}
