namespace Realtime.Grains.Sessions.Replacement;

/// <summary>What a fresh upstream has taken of the history.</summary>
internal sealed record ReplayResult
{
    /// <summary>Gets the upstream's id of each item that it took, by the id that the client knows.</summary>
    public required IReadOnlyDictionary<string, string> ItemIds { get; init; }

    /// <summary>Gets the upstream's ids of items whose last announcement is still to come and is not the client's.</summary>
    public required IReadOnlyCollection<string> Unfinished { get; init; }

    /// <summary>Gets a value indicating whether the upstream has not answered to the settings by now.</summary>
    public bool AwaitsSettings { get; init; }

    /// <summary>Gets the ids of the replay's events to which an error may still come.</summary>
    public IReadOnlyCollection<string> OpenEvents { get; init; } = [];

    /// <summary>Gets how many items the upstream refused.</summary>
    public int Refused { get; init; }
}
