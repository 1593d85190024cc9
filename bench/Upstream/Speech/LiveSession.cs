using System.Net.WebSockets;

namespace Realtime.Bench.Upstream.Speech;

/// <summary>A connection of Gemini's Live API: it takes any setup, and says as much as it hears, at once.</summary>
internal sealed class LiveSession(WebSocket socket)
{
    private static readonly byte[] SetupComplete = [.. """{"setupComplete":{}}"""u8];

    private readonly MessageReader _reader = new(socket);
    private SpokenPiece? _piece;
    private long _heard;

    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
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
            // The other side left without a goodbye; the session ends with it.
        }
    }

    private ValueTask AnswerAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        if (message.Span.StartsWith("{\"setup\""u8))
        {
            return SendAsync(SetupComplete, cancellation);
        }

        var audio = message.Span.StartsWith("{\"realtimeInput\":{\"audio\""u8) ? HeardAudio.Find(message.Span, "\"data\":\""u8) : [];
        if (audio.IsEmpty)
        {
            return ValueTask.CompletedTask;
        }

        // The pieces are all of one length but the first, of which a filter holds something back.
        _piece ??= new SpokenPiece(
            "{\"serverContent\":{\"modelTurn\":{\"parts\":[{\"inlineData\":{\"mimeType\":\"audio/pcm;rate=24000\",\"data\":\"",
            HeardAudio.LengthOfAnswer(audio),
            "\"}}]}}}");
        _piece.Number(_heard++);
        return SendAsync(_piece.Bytes, cancellation);
    }

    // As the service does, JSON in binary messages.
    private ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation) =>
        socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, cancellation);
}
