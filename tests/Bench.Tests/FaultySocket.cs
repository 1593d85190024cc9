using System.Net.WebSockets;
using Realtime.Bench.Wire;

namespace Realtime.Bench.Tests;

/// <summary>A WebSocket that does something wrong to the 10th delta that is sent through it.</summary>
internal sealed class FaultySocket(WebSocket inner, FaultySocket.Fault fault) : WebSocket
{
    private const int Victim = 10;
    private int _deltas;
    private byte[]? _held;

    public enum Fault
    {
        None,
        Drop,
        Double,
        Swap,

        /// <summary>No fault: it numbers the frames itself, as an upstream does that cannot give the audio back.</summary>
        Number,
    }

    public override WebSocketCloseStatus? CloseStatus => inner.CloseStatus;

    public override string? CloseStatusDescription => inner.CloseStatusDescription;

    public override WebSocketState State => inner.State;

    public override string? SubProtocol => inner.SubProtocol;

    public override async ValueTask SendAsync(
        ReadOnlyMemory<byte> buffer,
        WebSocketMessageType messageType,
        bool endOfMessage,
        CancellationToken cancellationToken)
    {
        if (fault == Fault.Number && EventReader.KindOf(buffer.Span) == EventKind.Delta)
        {
            var numbered = buffer.ToArray();
            var audio = numbered.Length - EventReader.AudioOf(numbered, EventKind.Delta).Length;
            new FrameStamp(_deltas++, 0, 0).WriteTo(numbered.AsSpan(audio, FrameStamp.Length));
            await inner.SendAsync(numbered, messageType, endOfMessage, cancellationToken);
            return;
        }

        var isVictim = EventReader.KindOf(buffer.Span) == EventKind.Delta && ++_deltas == Victim;
        if (isVictim && fault == Fault.Swap)
        {
            _held = buffer.ToArray();
            return;
        }

        var times = (isVictim, fault) switch
        {
            (true, Fault.Drop) => 0,
            (true, Fault.Double) => 2,
            _ => 1,
        };
        for (var i = 0; i < times; i++)
        {
            await inner.SendAsync(buffer, messageType, endOfMessage, cancellationToken);
        }

        if (_held is { } held)
        {
            _held = null;
            await inner.SendAsync(held, messageType, endOfMessage, cancellationToken);
        }
    }

    public override Task SendAsync(
        ArraySegment<byte> buffer,
        WebSocketMessageType messageType,
        bool endOfMessage,
        CancellationToken cancellationToken) => SendAsync(buffer.AsMemory(), messageType, endOfMessage, cancellationToken).AsTask();

    public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        inner.ReceiveAsync(buffer, cancellationToken);

    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) =>
        inner.ReceiveAsync(buffer, cancellationToken);

    public override void Abort() => inner.Abort();

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        inner.CloseAsync(closeStatus, statusDescription, cancellationToken);

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        inner.CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    public override void Dispose() => inner.Dispose();
}
