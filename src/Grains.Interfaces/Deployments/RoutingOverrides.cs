namespace Realtime.Grains.Interfaces.Deployments;

/// <summary>
/// What a key's or a team's <c>router_settings</c> say in place of the configuration's; null members leave those in force. As with LiteLLM the
/// key's settings replace the team's as a whole.
/// </summary>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.RoutingOverrides")]
public sealed record RoutingOverrides
{
    /// <summary>Gets <c>routing_strategy</c>, as <c>least-busy</c>.</summary>
    [Id(0)]
    public string? RoutingStrategy { get; init; }

    /// <summary>Gets <c>num_retries</c>.</summary>
    [Id(1)]
    public int? NumRetries { get; init; }

    /// <summary>Gets <c>retry_after</c>.</summary>
    [Id(2)]
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets <c>timeout</c>: the time that one deployment gets for the upgrade and its first event.</summary>
    [Id(3)]
    public TimeSpan? Timeout { get; init; }

    /// <summary>Gets <c>fallbacks</c>: the groups to try, in order, when a group has failed; the group <c>*</c> stands for all others.</summary>
    [Id(4)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Fallbacks { get; init; }

    /// <summary>Gets <c>default_fallbacks</c>.</summary>
    [Id(5)]
    public IReadOnlyList<string>? DefaultFallbacks { get; init; }

    /// <summary>Gets <c>max_fallbacks</c>.</summary>
    [Id(6)]
    public int? MaxFallbacks { get; init; }

    /// <summary>Gets <c>retry_policy</c>: the attempts by kind of error, as <c>TimeoutErrorRetries</c>.</summary>
    [Id(7)]
    public IReadOnlyDictionary<string, int>? RetryPolicy { get; init; }

    /// <summary>Gets <c>enable_tag_filtering</c>.</summary>
    [Id(8)]
    public bool? EnableTagFiltering { get; init; }

    /// <summary>Gets <c>tag_filtering_match_any</c>.</summary>
    [Id(9)]
    public bool? TagFilteringMatchAny { get; init; }

    /// <summary>Gets <c>model_group_alias</c>: the group that is meant by each name.</summary>
    [Id(10)]
    public IReadOnlyDictionary<string, string>? ModelGroupAlias { get; init; }
}
