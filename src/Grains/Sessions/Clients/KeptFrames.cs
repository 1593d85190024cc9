namespace Realtime.Grains.Sessions.Clients;

/// <summary>What <see cref="SentFrames"/> keeps, in a form that outlives the process.</summary>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.KeptFrames")]
internal sealed class KeptFrames
{
    /// <summary>Gets the number of the first frame.</summary>
    [Id(0)]
    public long First { get; init; }

    /// <summary>Gets the id of the event before it; null when it is not known.</summary>
    [Id(1)]
    public string? DroppedId { get; init; }

    /// <summary>Gets the frames, each behind its length and flags.</summary>
    [Id(2)]
    public byte[] Data { get; init; } = [];
}
