namespace Realtime.Grains.Interfaces.Sessions;

/// <summary>How a session ended.</summary>
/// <param name="Cause">Which side or rule ended it.</param>
/// <param name="CloseCode">The WebSocket close code, RFC 6455 section 7.4, as it is known to the side that ended it.</param>
/// <param name="Reason">The close reason; holds no host, path or credential.</param>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.SessionEnd")]
public sealed record SessionEnd(
    [property: Id(0)] SessionEndCause Cause,
    [property: Id(1)] int CloseCode,
    [property: Id(2)] string Reason);
