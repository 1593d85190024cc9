using Realtime.Grains.Interfaces.Sessions;
using Realtime.Protocol.Events;
using Realtime.Providers;

namespace Realtime.Grains.Sessions;

/// <summary>What a client is told when its provider's connection has ended.</summary>
internal static class UpstreamEnds
{
    /// <summary>Maps an end.</summary>
    /// <param name="end">How the provider's connection ended.</param>
    /// <param name="ids">Makes event ids.</param>
    /// <returns>The session's end, and the <c>error</c> event before it where the provider gave no close of its own.</returns>
    public static (SessionEnd End, EventMessage? Error) ForClient(UpstreamEnd end, IEventIdSource ids)
    {
        if (end.Kind == UpstreamEndKind.Closed)
        {
            return (new SessionEnd(SessionEndCause.UpstreamClosed, Sendable(end.Code), Redaction.Redact(end.Reason)), null);
        }

        var message = end.Kind switch
        {
            UpstreamEndKind.Silent => "The provider stopped answering.",
            UpstreamEndKind.NotReading => "The provider stopped taking data.",
            _ => "The connection to the provider was lost.",
        };
        return (
            new SessionEnd(SessionEndCause.UpstreamLost, 1011, message),
            SessionErrors.Event(ids, "server_error", "upstream_lost", message));
    }

    /// <summary>Maps the end of a session whose upstream could not be replaced.</summary>
    /// <param name="end">How the last connection ended; null when it did not end by itself.</param>
    /// <param name="ids">Makes event ids.</param>
    /// <returns>The session's end, and the <c>error</c> event before it.</returns>
    public static (SessionEnd End, EventMessage Error) Unreplaced(UpstreamEnd? end, IEventIdSource ids)
    {
        const string message = "The connection to the provider was lost, and no other could be had. Connect again.";
        var error = SessionErrors.Event(ids, "server_error", "upstream_lost", message);
        return end is { Kind: UpstreamEndKind.Closed }
            ? (new SessionEnd(SessionEndCause.UpstreamClosed, Sendable(end.Code), Redaction.Redact(end.Reason)), error)
            : (new SessionEnd(SessionEndCause.UpstreamLost, 1011, message), error);
    }

    // RFC 6455 section 7.4: 1005, 1006 and 1015 never stand in a frame; 1002, 1003, 1007 and 1010 are about the provider's own
    // connection and would mislead the client about its own.
    private static int Sendable(int code) => code switch
    {
        1000 or 1001 or 1008 or 1009 or (>= 1011 and <= 1013) or (>= 3000 and <= 4999) => code,
        _ => 1011,
    };
}
