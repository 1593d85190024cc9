namespace Realtime.Grains.Interfaces.Sessions;

/// <summary>The answer to <see cref="IRealtimeSessionGrain.Open"/> and <see cref="IRealtimeSessionGrain.Resume"/>.</summary>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.SessionOpenResult")]
public sealed record SessionOpenResult
{
    /// <summary>Gets why the session was refused; null when it runs.</summary>
    [Id(0)]
    public SessionRefusal? Refusal { get; init; }

    /// <summary>Gets the silo that holds the session, as <c>address:port@generation</c>.</summary>
    [Id(1)]
    public string Silo { get; init; } = "";

    /// <summary>Gets the number of the client's connection within the session; calls for an earlier one change nothing.</summary>
    [Id(2)]
    public int Connection { get; init; }

    /// <summary>Gets the token with which the client may return; null when it may not.</summary>
    [Id(3)]
    public string? ResumeToken { get; init; }

    /// <summary>Gets how many of the client's frames the session has; the connection's first one has this number.</summary>
    [Id(4)]
    public long ClientFrames { get; init; }

    /// <summary>Gets the number of the first frame that the connection is sent.</summary>
    [Id(5)]
    public long ServerFrames { get; init; }

    /// <summary>Makes the answer for a refused session.</summary>
    /// <param name="refusal">Why.</param>
    /// <returns>The answer.</returns>
    public static SessionOpenResult Refused(SessionRefusal refusal) => new() { Refusal = refusal };

    // The token must not reach a log by a record's own text.
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append("Refusal = ").Append(Refusal).Append(", Silo = ").Append(Silo).Append(", Connection = ").Append(Connection);
        return true;
    }
}
