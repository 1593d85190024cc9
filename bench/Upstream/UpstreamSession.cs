using System.Net.WebSockets;
using Realtime.Bench.Wire;

namespace Realtime.Bench.Upstream;

/// <summary>
/// One session of the provider: greets, gives every piece of audio back as it came, and answers each <c>response.create</c>
/// with a burst. Frames are prepared once; a frame's way through allocates nothing.
/// </summary>
internal sealed class UpstreamSession(WebSocket socket, UpstreamOptions options, int number)
{
    private readonly SessionEvents _events = new(number);
    private readonly MessageReader _reader = new(socket);
    private AudioFrame? _echo;
    private int _echoFor;
    private long _eventIds;
    private int _responses;

    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await SendAsync(_events.SessionCreated(NextId()), cancellation);
            while (await _reader.ReadAsync(cancellation) is { } message)
            {
                await AnswerAsync(message, cancellation);
            }

            if (socket.State == WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            // The other side left without a goodbye, which a load generator may do; the session ends with it.
        }
    }

    private ValueTask AnswerAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        var length = message.Length;
        switch (EventReader.KindOf(message.Span))
        {
            case EventKind.Append:
                var audio = EventReader.AudioOf(message.Span, EventKind.Append);
                if (audio.Length < FrameStamp.Length)
                {
                    return SendAsync(SessionEvents.Error(NextId()), cancellation);
                }

                if (_echo is not null && _echoFor == length)
                {
                    return EchoAsync(_echo, audio, cancellation);
                }

                return FirstEchoAsync(audio[..FrameStamp.Length].ToArray(), length, cancellation);
            case EventKind.ResponseCreate:
                return RespondAsync(cancellation);
            case EventKind.SessionUpdate:
                return SendAsync(_events.SessionUpdated(NextId()), cancellation);
            default:
                return ValueTask.CompletedTask;
        }
    }

    private ValueTask EchoAsync(AudioFrame echo, ReadOnlySpan<byte> audio, CancellationToken cancellation)
    {
        audio[..FrameStamp.Length].CopyTo(echo.Stamp);
        echo.SetEventId(NextId());
        return SendAsync(echo.Bytes, cancellation);
    }

    // A delta belongs to a response: the first one opens a response that lasts as long as the session.
    private async ValueTask FirstEchoAsync(byte[] stamp, int length, CancellationToken cancellation)
    {
        if (_echo is null)
        {
            await OpenResponseAsync(0, cancellation);
        }

        _echo = AudioFrame.Delta(length, _events.ResponseId(0), _events.ItemId(0));
        _echoFor = length;
        await EchoAsync(_echo, stamp, cancellation);
    }

    private async ValueTask RespondAsync(CancellationToken cancellation)
    {
        var response = ++_responses;
        await OpenResponseAsync(response, cancellation);
        var delta = AudioFrame.Delta(options.DeltaBytes, _events.ResponseId(response), _events.ItemId(response));
        for (var i = 0; i < options.Deltas; i++)
        {
            new FrameStamp(i, response, 0).WriteTo(delta.Stamp);
            delta.SetEventId(NextId());
            await SendAsync(delta.Bytes, cancellation);
        }

        await SendAsync(_events.AudioDone(NextId(), response), cancellation);
        await SendAsync(_events.PartDone(NextId(), response), cancellation);
        await SendAsync(_events.ItemDone(NextId(), response), cancellation);
        await SendAsync(_events.ResponseDone(NextId(), response), cancellation);
    }

    private async ValueTask OpenResponseAsync(int response, CancellationToken cancellation)
    {
        await SendAsync(_events.ResponseCreated(NextId(), response), cancellation);
        await SendAsync(_events.ItemAdded(NextId(), response), cancellation);
        await SendAsync(_events.PartAdded(NextId(), response), cancellation);
    }

    private long NextId() => ((long)number << 32) | ++_eventIds;

    private ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation) =>
        socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellation);
}
