namespace Realtime.Protocol.WebSockets;

/// <summary>What a read gave.</summary>
/// <param name="Kind">A message, or the end.</param>
/// <param name="Payload">The message, or a piece of it; valid until the next read.</param>
/// <param name="EndOfMessage">Whether the message ends here; false only where <see cref="WebSocketConnectionOptions.StreamingThreshold"/> is set.</param>
/// <param name="Close">How the connection ended; null while it is open.</param>
public readonly record struct WebSocketReadResult(
    WebSocketMessageKind Kind, ReadOnlyMemory<byte> Payload, bool EndOfMessage, WebSocketClose? Close);
