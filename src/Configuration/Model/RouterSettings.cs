using System.Collections.Frozen;
using Realtime.Configuration.Models;
using Realtime.Configuration.Source;

namespace Realtime.Configuration;

/// <summary>
/// <c>router_settings</c>: which deployment takes a session, and what follows when it fails. A key that stands in
/// <c>litellm_settings</c> too counts from here.
/// </summary>
public sealed record RouterSettings
{
    private static readonly FrozenDictionary<string, IReadOnlyList<string>> _noFallbacks =
        FrozenDictionary<string, IReadOnlyList<string>>.Empty;

    private static readonly FrozenDictionary<string, int> _noCounts = FrozenDictionary<string, int>.Empty;

    /// <summary>The longest that <see cref="Timeout"/> may be.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Gets the settings of a file that says nothing.</summary>
    public static RouterSettings Default { get; } = new();

    /// <summary>Gets how a deployment is chosen.</summary>
    public RoutingStrategy RoutingStrategy { get; init; }

    /// <summary>Gets <c>routing_strategy_args</c> as they stand; null when there are none.</summary>
    public ConfigMapping? RoutingStrategyArgs { get; init; }

    /// <summary>
    /// Gets how much slower than the quickest a deployment may be to share its sessions under <c>latency-based-routing</c>, as a fraction
    /// (<c>routing_strategy_args.lowest_latency_buffer</c>; default 0).
    /// </summary>
    public double LowestLatencyBuffer { get; init; }

    /// <summary>
    /// Gets the time-out of deployments that name none (<c>timeout</c>), at most <see cref="LongestTimeout"/>: with LiteLLM it bounds a whole request,
    /// here the connect that a caller waits for. Null: <see cref="Deployment.DefaultTimeout"/>.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Gets how often another attempt is made within a group after a failed one (default 2).</summary>
    public int NumRetries { get; init; } = 2;

    /// <summary>Gets what becomes of a session whose provider's connection is lost, for deployments that do not say it (default: it goes on).</summary>
    public UpstreamLossAction OnUpstreamLoss { get; init; }

    /// <summary>Gets the shortest wait before an attempt is repeated (default none).</summary>
    public TimeSpan RetryAfter { get; init; }

    /// <summary>Gets the failures a minute that a deployment may have before it rests (default 3).</summary>
    public int AllowedFails { get; init; } = 3;

    /// <summary>Gets a value indicating whether the file itself gives <see cref="AllowedFails"/>, which makes it count alone.</summary>
    public bool AllowedFailsGiven { get; init; }

    /// <summary>Gets how long a failed deployment rests (default 5 s).</summary>
    public TimeSpan CooldownTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets a value indicating whether failed deployments never rest.</summary>
    public bool DisableCooldowns { get; init; }

    /// <summary>Gets the attempts by kind of error, for instance <c>TimeoutErrorRetries</c> (<c>retry_policy</c>).</summary>
    public IReadOnlyDictionary<string, int> RetryPolicy { get; init; } = _noCounts;

    /// <summary>Gets the attempts by model group and kind of error.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> ModelGroupRetryPolicy { get; init; } =
        FrozenDictionary<string, IReadOnlyDictionary<string, int>>.Empty;

    /// <summary>Gets the failures by kind of error, for instance <c>RateLimitErrorAllowedFails</c>.</summary>
    public IReadOnlyDictionary<string, int> AllowedFailsPolicy { get; init; } = _noCounts;

    /// <summary>Gets the groups to try, in order, when a group has failed; the group <c>*</c> stands for all others.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Fallbacks { get; init; } = _noFallbacks;

    /// <summary>Gets the groups to try when a group without fallbacks of its own has failed.</summary>
    public IReadOnlyList<string> DefaultFallbacks { get; init; } = [];

    /// <summary>Gets how many fallbacks are tried at most (default 5).</summary>
    public int MaxFallbacks { get; init; } = 5;

    /// <summary>Gets other names for groups.</summary>
    public IReadOnlyDictionary<string, ModelAlias> ModelGroupAlias { get; init; } = FrozenDictionary<string, ModelAlias>.Empty;

    /// <summary>Gets a value indicating whether tags restrict the deployments (default false).</summary>
    public bool EnableTagFiltering { get; init; }

    /// <summary>Gets a value indicating whether one common tag is enough (default true), or all must be there.</summary>
    public bool TagFilteringMatchAny { get; init; } = true;

    /// <summary>Gets the sessions at a time for deployments that name no limit; null: none.</summary>
    public int? DefaultMaxParallelRequests { get; init; }

    /// <summary>Gets the budgets by provider.</summary>
    public IReadOnlyDictionary<string, BudgetLimit> ProviderBudgets { get; init; } = FrozenDictionary<string, BudgetLimit>.Empty;

    /// <summary>Gets a value indicating whether health probes take deployments out of the choice.</summary>
    public bool EnableHealthCheckRouting { get; init; }

    /// <summary>Gets the age at which a probe's result no longer counts; null: twice the interval.</summary>
    public TimeSpan? HealthCheckStalenessThreshold { get; init; }

    /// <summary>Gets a value indicating whether a probe's time-outs and rate limits do not count as ill.</summary>
    public bool HealthCheckIgnoreTransientErrors { get; init; }
}
