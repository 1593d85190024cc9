namespace Realtime.Grains.Sessions.Clients;

/// <summary>A client that is away, and what waits for it, as they are kept beyond the silo that holds its session.</summary>
/// <remarks>While a client is away nothing reaches it, so that the last one of these knows all that it has heard.</remarks>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.AwayClient")]
internal sealed class AwayClient
{
    /// <summary>Gets the hash of the token with which it may return.</summary>
    [Id(0)]
    public required byte[] TokenHash { get; init; }

    /// <summary>Gets when its connection was lost.</summary>
    [Id(1)]
    public DateTimeOffset LostAt { get; init; }

    /// <summary>Gets what was sent to it, as far as it is kept.</summary>
    [Id(2)]
    public required KeptFrames Sent { get; init; }

    /// <summary>Gets the id of the event that told it its token; null when it learnt it otherwise.</summary>
    [Id(3)]
    public string? TokenEventId { get; init; }

    /// <summary>Gets the number of the first frame after that event.</summary>
    [Id(4)]
    public long TokenPosition { get; init; }
}
