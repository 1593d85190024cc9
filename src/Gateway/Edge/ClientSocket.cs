using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Protocol.WebSockets;

namespace Realtime.Gateway.Edge;

/// <summary>A client's socket, as its session writes to it.</summary>
internal sealed class ClientSocket(WebSocketConnection connection, ClientTraffic traffic) : IClientLink
{
    /// <inheritdoc/>
    public void Enqueue(FrameKind kind, ReadOnlySpan<byte> payload, bool endOfMessage = true) =>
        connection.Enqueue(kind == FrameKind.Binary ? WebSocketMessageKind.Binary : WebSocketMessageKind.Text, payload, endOfMessage);

    /// <inheritdoc/>
    public ValueTask<bool> FlushAsync(CancellationToken cancellationToken)
    {
        traffic.Note();
        return connection.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task EndAsync(SessionEnd end) => end.Cause == SessionEndCause.Draining
        ? connection.CloseReadingOnAsync((ushort)end.CloseCode, end.Reason, CancellationToken.None).AsTask()
        : connection.CloseAsync((ushort)end.CloseCode, end.Reason, CancellationToken.None).AsTask();
}
