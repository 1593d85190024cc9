using Realtime.Protocol.WebSockets;

namespace Realtime.Providers.WebSockets;

/// <summary>A provider's WebSocket.</summary>
internal sealed class WebSocketUpstream(WebSocketConnection connection) : IUpstreamConnection
{
    /// <inheritdoc/>
    public ValueTask<UpstreamRead> ReadAsync(CancellationToken cancellationToken)
    {
        var read = connection.ReadAsync(cancellationToken);
        return read.IsCompletedSuccessfully ? new ValueTask<UpstreamRead>(Map(read.GetAwaiter().GetResult())) : Await(read);

        static async ValueTask<UpstreamRead> Await(ValueTask<WebSocketReadResult> read) => Map(await read.ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public bool TryRead(out UpstreamRead read)
    {
        if (connection.TryRead(out var result))
        {
            read = Map(result);
            return true;
        }

        read = default;
        return false;
    }

    /// <inheritdoc/>
    public void Enqueue(ReadOnlySpan<byte> payload, bool binary, bool endOfMessage = true) =>
        connection.Enqueue(binary ? WebSocketMessageKind.Binary : WebSocketMessageKind.Text, payload, endOfMessage);

    /// <inheritdoc/>
    public ValueTask<bool> FlushAsync(CancellationToken cancellationToken) => connection.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask CloseAsync(int code, string reason, CancellationToken cancellationToken) =>
        connection.CloseAsync((ushort)code, reason, cancellationToken);

    /// <inheritdoc/>
    public ValueTask CloseReadingOnAsync(int code, string reason, CancellationToken cancellationToken) =>
        connection.CloseReadingOnAsync((ushort)code, reason, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private static UpstreamRead Map(in WebSocketReadResult result) => result.Kind == WebSocketMessageKind.Closed
        ? new UpstreamRead(default, false, true, Map(result.Close!))
        : new UpstreamRead(result.Payload, result.Kind == WebSocketMessageKind.Binary, result.EndOfMessage, null);

    private static UpstreamEnd Map(WebSocketClose close) => new(
        close.Cause switch
        {
            WebSocketCloseCause.PeerClosed => UpstreamEndKind.Closed,
            WebSocketCloseCause.LocalClose => UpstreamEndKind.Local,
            WebSocketCloseCause.KeepAliveTimeout => UpstreamEndKind.Silent,
            WebSocketCloseCause.WriteTimeout => UpstreamEndKind.NotReading,
            _ => UpstreamEndKind.Lost,
        },
        close.Code,
        close.Reason);
}
