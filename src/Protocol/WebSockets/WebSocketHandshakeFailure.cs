namespace Realtime.Protocol.WebSockets;

/// <summary>Why a handshake got no HTTP answer that counts.</summary>
public enum WebSocketHandshakeFailure
{
    /// <summary>It did get one.</summary>
    None = 0,

    /// <summary>The time was over.</summary>
    Timeout = 1,

    /// <summary>The host's name has no address.</summary>
    NameResolution = 2,

    /// <summary>Nobody takes connections there, or the connection broke.</summary>
    Connect = 3,

    /// <summary>TLS failed: the certificate is not trusted, or there is no common version.</summary>
    Tls = 4,

    /// <summary>The answer is no WebSocket handshake.</summary>
    BadAnswer = 5,
}
