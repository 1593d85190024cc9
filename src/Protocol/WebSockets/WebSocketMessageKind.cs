namespace Realtime.Protocol.WebSockets;

/// <summary>What a read gave.</summary>
public enum WebSocketMessageKind
{
    /// <summary>A text message, valid UTF-8.</summary>
    Text = 1,

    /// <summary>A binary message.</summary>
    Binary = 2,

    /// <summary>The end of the connection; nothing comes after it.</summary>
    Closed = 8,
}
