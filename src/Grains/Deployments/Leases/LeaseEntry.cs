namespace Realtime.Grains.Deployments.Leases;

/// <summary>A place that is held, as it is stored.</summary>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.LeaseEntry")]
internal sealed record LeaseEntry
{
    /// <summary>Gets the session that holds it.</summary>
    [Id(0)]
    public string SessionId { get; init; } = "";

    /// <summary>Gets which taking of the place it is.</summary>
    [Id(1)]
    public Guid Token { get; init; }

    /// <summary>Gets when it is free again unless it is renewed.</summary>
    [Id(2)]
    public DateTimeOffset ExpiresAt { get; init; }
}
