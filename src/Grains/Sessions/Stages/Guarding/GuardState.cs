namespace Realtime.Grains.Sessions.Stages.Guarding;

/// <summary>What a session's guard knows that neither the configuration nor the conversation tells, for a session that goes on elsewhere.</summary>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.GuardState")]
internal sealed record GuardState
{
    /// <summary>Gets a value indicating whether the client wants an answer to every spoken turn.</summary>
    [Id(0)]
    public bool CreatesResponses { get; init; } = true;

    /// <summary>Gets a value indicating whether the client wants transcripts.</summary>
    [Id(1)]
    public bool Transcribes { get; init; }

    /// <summary>Gets the type of the client's turn detection; null for none.</summary>
    [Id(2)]
    public string? Detection { get; init; }

    /// <summary>Gets how often each guardrail, by its name, was violated.</summary>
    [Id(3)]
    public Dictionary<string, int> Violations { get; init; } = [];

    /// <summary>
    /// Gets a value indicating whether spoken turns were guarded, so that the provider's settings were not the client's own, which stand here.
    /// </summary>
    [Id(4)]
    public bool GuardsTurns { get; init; }
}
