using Realtime.Configuration;
using Realtime.Configuration.Models;
using Realtime.Configuration.Prices;
using Realtime.Grains.Interfaces.Deployments;

namespace Realtime.Grains.Deployments.Routing;

/// <summary>The routing that holds for one session: <c>router_settings</c>, with what its key or team says in place of them.</summary>
internal sealed record RoutingRules
{
    /// <summary>Gets the configuration's settings, for all that nobody overrides.</summary>
    public required RouterSettings Router { get; init; }

    /// <summary>Gets what models cost.</summary>
    public required PriceBook Prices { get; init; }

    /// <summary>Gets the strategy.</summary>
    public RoutingStrategy Strategy { get; init; }

    /// <summary>Gets how much slower than the quickest a deployment may be under <c>latency-based-routing</c>, as a fraction.</summary>
    public double LatencyBuffer { get; init; }

    /// <summary>Gets how often a deployment that failed is asked again.</summary>
    public int NumRetries { get; init; }

    /// <summary>Gets the shortest wait before that.</summary>
    public TimeSpan RetryAfter { get; init; }

    /// <summary>Gets the repeated attempts by kind of error.</summary>
    public required IReadOnlyDictionary<string, int> RetryPolicy { get; init; }

    /// <summary>Gets the time that a deployment gets, whatever it says itself; null: its own.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Gets the groups to try when a group has failed.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Fallbacks { get; init; }

    /// <summary>Gets the groups to try when a group without fallbacks of its own has failed.</summary>
    public required IReadOnlyList<string> DefaultFallbacks { get; init; }

    /// <summary>Gets how many fallbacks are tried at most.</summary>
    public int MaxFallbacks { get; init; }

    /// <summary>Gets a value indicating whether tags restrict the deployments.</summary>
    public bool FiltersTags { get; init; }

    /// <summary>Gets a value indicating whether one common tag is enough.</summary>
    public bool AnyTag { get; init; }

    /// <summary>Puts the rules together.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="overrides">What the key or team says; null for nothing.</param>
    /// <returns>The rules.</returns>
    public static RoutingRules Of(RealtimeConfig config, RoutingOverrides? overrides) => Of(config.Router, config.General.ModelPrices, overrides);

    /// <summary>Puts the rules together.</summary>
    /// <param name="router"><c>router_settings</c>.</param>
    /// <param name="prices">What models cost.</param>
    /// <param name="overrides">What the key or team says; null for nothing.</param>
    /// <returns>The rules.</returns>
    public static RoutingRules Of(RouterSettings router, PriceBook prices, RoutingOverrides? overrides) => new()
    {
        Router = router,
        Prices = prices,
        Strategy = RoutingStrategyNames.Find(overrides?.RoutingStrategy) ?? router.RoutingStrategy,
        LatencyBuffer = router.LowestLatencyBuffer,
        NumRetries = overrides?.NumRetries ?? router.NumRetries,
        RetryAfter = overrides?.RetryAfter ?? router.RetryAfter,
        RetryPolicy = overrides?.RetryPolicy ?? router.RetryPolicy,
        Timeout = overrides?.Timeout,
        Fallbacks = overrides?.Fallbacks ?? router.Fallbacks,
        DefaultFallbacks = overrides?.DefaultFallbacks ?? router.DefaultFallbacks,
        MaxFallbacks = overrides?.MaxFallbacks ?? router.MaxFallbacks,
        FiltersTags = overrides?.EnableTagFiltering ?? router.EnableTagFiltering,
        AnyTag = overrides?.TagFilteringMatchAny ?? router.TagFilteringMatchAny,
    };

    /// <summary>Finds the model that is meant by a name.</summary>
    /// <param name="models">The configured models.</param>
    /// <param name="name">The name that the client asked for.</param>
    /// <param name="overrides">What the key or team says; null for nothing.</param>
    /// <returns>The model's deployments; null when there is no such model.</returns>
    public static ModelGroup? Resolve(ModelTable models, string name, RoutingOverrides? overrides) =>
        overrides?.ModelGroupAlias?.GetValueOrDefault(name) is { } target ? models.Resolve(target) ?? models.Resolve(name) : models.Resolve(name);

    /// <summary>Gets the groups to try when a group has failed, in order.</summary>
    /// <param name="group">The group.</param>
    /// <returns>Their names.</returns>
    public IReadOnlyList<string> FallbacksOf(ModelGroup group) =>
        Fallbacks.GetValueOrDefault(group.Name)
        ?? Fallbacks.GetValueOrDefault(group.GroupName)
        ?? Fallbacks.GetValueOrDefault("*")
        ?? DefaultFallbacks;

    /// <summary>Gets the time that a deployment gets for the upgrade and its first event.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <returns>The time.</returns>
    public TimeSpan TimeoutOf(Deployment deployment) => Timeout ?? deployment.Timeout;

    /// <summary>Gets a deployment's limits.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <returns>The limits.</returns>
    public DeploymentLimits LimitsOf(Deployment deployment) =>
        new(deployment.MaxParallelRequests ?? Router.DefaultMaxParallelRequests, deployment.Rpm, deployment.Tpm);
}
