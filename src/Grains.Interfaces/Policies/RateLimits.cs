namespace Realtime.Grains.Interfaces.Policies;

/// <summary>How much somebody may use at a time and in a minute.</summary>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.RateLimits")]
public sealed record RateLimits
{
    /// <summary>Gets limits that limit nothing.</summary>
    public static RateLimits None { get; } = new();

    /// <summary>Gets the sessions at a time; null: no limit.</summary>
    [Id(0)]
    public int? Sessions { get; init; }

    /// <summary>Gets the requests in any 60 seconds: session starts and responses; null: no limit.</summary>
    [Id(1)]
    public long? Requests { get; init; }

    /// <summary>Gets the tokens in any 60 seconds; null: no limit.</summary>
    [Id(2)]
    public long? Tokens { get; init; }

    /// <summary>Gets the requests in any 60 seconds by model.</summary>
    [Id(3)]
    public IReadOnlyDictionary<string, long> ModelRequests { get; init; } = new Dictionary<string, long>();

    /// <summary>Gets the tokens in any 60 seconds by model.</summary>
    [Id(4)]
    public IReadOnlyDictionary<string, long> ModelTokens { get; init; } = new Dictionary<string, long>();

    /// <summary>Gets a value indicating whether single turns can be over a limit.</summary>
    public bool HasTurnLimits => Requests is not null || Tokens is not null || ModelRequests.Count > 0 || ModelTokens.Count > 0;
}
