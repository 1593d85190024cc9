namespace Realtime.Grains.Sessions.Replacement;

/// <summary>What a fresh upstream has taken of the history.</summary>
internal sealed record ReplayResult
{
    /// <summary>Gets the upstream's id of each item that it took, by the id that the client knows.</summary>
    public required IReadOnlyDictionary<string, string> ItemIds { get; init; }

    /// <summary>Gets the upstream's ids of items whose last announcement is still to come and is not the client's.</summary>
    public required IReadOnlyCollection<string> Unfinished { get; init; }

    /// <summary>Gets how many items the upstream refused.</summary>
    public int Refused { get; init; }
}
