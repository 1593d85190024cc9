namespace Realtime.Configuration;

/// <summary>LiteLLM's names of the strategies.</summary>
public static class RoutingStrategyNames
{
    /// <summary>Gets the strategies by name.</summary>
    public static IReadOnlyDictionary<string, RoutingStrategy> All { get; } = new Dictionary<string, RoutingStrategy>(StringComparer.Ordinal)
    {
        ["simple-shuffle"] = RoutingStrategy.SimpleShuffle,
        ["least-busy"] = RoutingStrategy.LeastBusy,
        ["latency-based-routing"] = RoutingStrategy.LatencyBased,
        ["usage-based-routing"] = RoutingStrategy.UsageBased,
        ["usage-based-routing-v2"] = RoutingStrategy.UsageBased,
        ["cost-based-routing"] = RoutingStrategy.CostBased,
    };

    /// <summary>Finds a strategy.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The strategy; null for none and for one that does not exist.</returns>
    public static RoutingStrategy? Find(string? name) => name is not null && All.TryGetValue(name, out var strategy) ? strategy : null;
}
