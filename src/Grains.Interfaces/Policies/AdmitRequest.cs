namespace Realtime.Grains.Interfaces.Policies;

/// <summary>A session that wants to start.</summary>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.AdmitRequest")]
public sealed record AdmitRequest
{
    /// <summary>Gets the session's id, which is also its lease's.</summary>
    [Id(0)]
    public required string SessionId { get; init; }

    /// <summary>Gets the names of the model: what the client asked for, and the group that was found.</summary>
    [Id(1)]
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Gets where to tell of changes while the session runs.</summary>
    [Id(2)]
    public required IPolicyWatcher Watcher { get; init; }
}
