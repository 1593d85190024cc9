namespace Realtime.Grains.Interfaces.Sessions.Takeover;

/// <summary>
/// What a gateway knows of a session whose silo is gone, or sends it elsewhere: enough, with the session's last snapshot, to go on with it.
/// </summary>
/// <remarks>No record, since its text would show the token and what was said.</remarks>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.SessionReattachRequest")]
public sealed class SessionReattachRequest
{
    /// <summary>Gets the id of this attempt, by which a call that is repeated is recognised.</summary>
    [Id(0)]
    public required string AttemptId { get; init; }

    /// <summary>Gets the gateway that holds the client's socket.</summary>
    [Id(1)]
    public required string GatewayId { get; init; }

    /// <summary>Gets the number of the connection as the silo told it; a client that has returned by another one since is not disturbed.</summary>
    [Id(2)]
    public int Connection { get; init; }

    /// <summary>Gets what the client asked for at first; null when it came to this gateway by returning to its session.</summary>
    [Id(3)]
    public SessionOpenRequest? Open { get; init; }

    /// <summary>Gets the token that the client was given last; null when it may not return.</summary>
    [Id(4)]
    public string? ResumeToken { get; init; }

    /// <summary>Gets the frames since the last snapshot that the silo told of, as <see cref="JournalEntry"/>s; without audio to the client.</summary>
    [Id(5)]
    public byte[] Journal { get; init; } = [];

    /// <summary>Gets the number of the client's first frame in the journal; those before are in the snapshot.</summary>
    [Id(6)]
    public long FirstClientFrame { get; init; }

    /// <summary>Gets the number of the first frame to the client in the journal; those before are in the snapshot.</summary>
    [Id(7)]
    public long FirstServerFrame { get; init; }

    /// <summary>Gets how many frames the client has sent.</summary>
    [Id(8)]
    public long ClientFrames { get; init; }

    /// <summary>Gets how many frames were sent to the client.</summary>
    [Id(9)]
    public long ServerFrames { get; init; }

    /// <summary>Gets the id of the last event that was sent to the client; null when it had none.</summary>
    [Id(10)]
    public string? LastEventId { get; init; }

    /// <summary>Gets the last snapshot that the gateway was given; null when there was none.</summary>
    [Id(11)]
    public byte[]? Snapshot { get; init; }

    /// <summary>Gets up to which frame of the client that snapshot holds, which may be later than when it was taken.</summary>
    [Id(12)]
    public long SnapshotClientFrames { get; init; }

    /// <summary>Gets up to which frame to the client that snapshot holds.</summary>
    [Id(13)]
    public long SnapshotServerFrames { get; init; }
}
