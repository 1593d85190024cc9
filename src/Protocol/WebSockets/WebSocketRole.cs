namespace Realtime.Protocol.WebSockets;

/// <summary>Which end of a WebSocket this is: it decides who masks, RFC 6455 section 5.1.</summary>
public enum WebSocketRole
{
    /// <summary>The end that accepted the handshake: its frames are not masked, its peer's must be.</summary>
    Server = 0,

    /// <summary>The end that asked for it: its frames are masked, its peer's must not be.</summary>
    Client = 1,
}
