namespace Realtime.Grains.Interfaces.Sessions;

/// <summary>What a client that returns to its session brings, after its key was checked.</summary>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.SessionResumeRequest")]
public sealed record SessionResumeRequest
{
    /// <summary>Gets a fresh id of this attempt: a call that is repeated is recognised by it, and a gateway in the silo's process registers its end under it.</summary>
    [Id(0)]
    public required string AttemptId { get; init; }

    /// <summary>Gets the token.</summary>
    [Id(1)]
    public required string Token { get; init; }

    /// <summary>Gets the hash of the key that the client came with.</summary>
    [Id(2)]
    public required string KeyHash { get; init; }

    /// <summary>Gets the id of the last event that the client has; null when it has none.</summary>
    [Id(3)]
    public string? LastEventId { get; init; }

    /// <summary>Gets how the client learns its next token.</summary>
    [Id(4)]
    public ResumeOffer Offer { get; init; } = ResumeOffer.Header;

    /// <summary>Gets the gateway that holds the client's socket, when it is another process.</summary>
    [Id(5)]
    public string? GatewayId { get; init; }

    // The token must not reach a log by a record's own text.
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append("AttemptId = ").Append(AttemptId);
        return true;
    }
}
