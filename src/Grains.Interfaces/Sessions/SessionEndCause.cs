namespace Realtime.Grains.Interfaces.Sessions;

/// <summary>Which side or rule ended a session.</summary>
[GenerateSerializer]
[Alias("Realtime.SessionEndCause")]
public enum SessionEndCause
{
    /// <summary>The client closed its socket.</summary>
    ClientClosed = 0,

    /// <summary>The client's socket broke, or the client stopped answering pings.</summary>
    ClientLost = 1,

    /// <summary>The client broke the WebSocket protocol or a size limit.</summary>
    ClientViolation = 2,

    /// <summary>The client did not read for longer than the write time-out.</summary>
    ClientTooSlow = 3,

    /// <summary>The provider closed its connection.</summary>
    UpstreamClosed = 4,

    /// <summary>The provider's connection broke, or the provider stopped answering pings or reading.</summary>
    UpstreamLost = 5,

    /// <summary>Nothing was said for the idle time-out.</summary>
    IdleTimeout = 6,

    /// <summary>The session reached its maximum duration.</summary>
    MaximumDuration = 7,

    /// <summary>The process that served it is being stopped.</summary>
    Draining = 8,

    /// <summary>The silo that held the session is gone.</summary>
    SiloLost = 9,

    /// <summary>The gateway that held the client's socket is gone.</summary>
    GatewayLost = 10,

    /// <summary>A rule of the gateway forbids it to go on.</summary>
    Policy = 11,

    /// <summary>The client returned over another connection; only the old connection ends, not the session.</summary>
    ConnectionReplaced = 12,

    /// <summary>The session goes on on another silo; only this silo's part ends.</summary>
    Moved = 13,
}
