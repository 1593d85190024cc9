namespace Realtime.Protocol.WebSockets;

/// <summary>Why a connection ended.</summary>
public enum WebSocketCloseCause
{
    /// <summary>The peer sent a close frame.</summary>
    PeerClosed = 0,

    /// <summary>This end closed it.</summary>
    LocalClose = 1,

    /// <summary>The peer broke RFC 6455: 1002.</summary>
    ProtocolError = 2,

    /// <summary>A text message or a close reason was not UTF-8: 1007.</summary>
    InvalidUtf8 = 3,

    /// <summary>A message was longer than allowed: 1009.</summary>
    MessageTooBig = 4,

    /// <summary>The connection broke or ended without a close frame: 1006.</summary>
    PeerGone = 5,

    /// <summary>The peer did not answer a ping.</summary>
    KeepAliveTimeout = 6,

    /// <summary>The peer did not read.</summary>
    WriteTimeout = 7,
}
