namespace Realtime.Grains.Interfaces.Sessions;

/// <summary>The answer to <see cref="IRealtimeSessionGrain.Open"/>.</summary>
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

    /// <summary>Makes the answer for a refused session.</summary>
    /// <param name="refusal">Why.</param>
    /// <returns>The answer.</returns>
    public static SessionOpenResult Refused(SessionRefusal refusal) => new() { Refusal = refusal };
}
