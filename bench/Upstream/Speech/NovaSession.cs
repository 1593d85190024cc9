using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using Realtime.Protocol.EventStreams;

namespace Realtime.Bench.Upstream.Speech;

/// <summary>A stream of Nova Sonic: it believes any signature, and says as much as it hears, at once.</summary>
internal sealed class NovaSession(Stream request, Stream response)
{
    private const int ReadSize = 16 * 1024;
    private const int PreludeLength = 12;
    private const int ChecksumLength = 4;

    private static readonly EventStreamHeader[] Headers =
    [
        EventStreamHeader.Text(":event-type", "chunk"),
        EventStreamHeader.Text(":content-type", "application/json"),
        EventStreamHeader.Text(":message-type", "event"),
    ];

    private static readonly byte[] Begin = [.. """{"event":{"contentStart":{"completionId":"c","contentId":"a","promptName":"p","sessionId":"s","role":"ASSISTANT","type":"AUDIO"}}}"""u8];

    private readonly EventStreamDecoder _decoder = new();
    private readonly ArrayBufferWriter<byte> _event = new();
    private readonly ArrayBufferWriter<byte> _payload = new();
    private readonly ArrayBufferWriter<byte> _output = new();
    private SpokenPiece? _piece;
    private long _heard;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var buffer = new byte[ReadSize];
        try
        {
            while (await request.ReadAsync(buffer, cancellation) is > 0 and var count)
            {
                _decoder.Append(buffer.AsSpan(0, count));
                while (_decoder.Read() is { } message)
                {
                    Take(message.Payload.Span);
                }

                if (_output.WrittenCount > 0)
                {
                    await response.WriteAsync(_output.WrittenMemory, cancellation);
                    await response.FlushAsync(cancellation);
                    _output.ResetWrittenCount();
                }
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // The other side left without a goodbye; the stream ends with it.
        }
    }

    // Within the signed message is the message proper, and within that, in Base64, the event.
    private void Take(ReadOnlySpan<byte> inner)
    {
        if (inner.Length < PreludeLength)
        {
            return;
        }

        var payload = inner[(PreludeLength + BinaryPrimitives.ReadInt32BigEndian(inner[4..]))..^ChecksumLength];
        var base64 = HeardAudio.Find(payload, "\"bytes\":\""u8);
        _event.ResetWrittenCount();
        Base64.DecodeFromUtf8(base64, _event.GetSpan(Math.Max(1, Base64.GetMaxDecodedFromUtf8Length(base64.Length))), out _, out var length);
        _event.Advance(length);
        var audio = _event.WrittenSpan.StartsWith("{\"event\":{\"audioInput\""u8) ? HeardAudio.Find(_event.WrittenSpan, "\"content\":\""u8) : [];
        if (audio.IsEmpty || HeardAudio.IsSilence(audio))
        {
            return;
        }

        if (_piece is null)
        {
            _piece = new SpokenPiece(
                "{\"event\":{\"audioOutput\":{\"completionId\":\"c\",\"content\":\"",
                HeardAudio.LengthOfAnswer(audio),
                "\",\"contentId\":\"a\",\"promptName\":\"p\",\"sessionId\":\"s\"}}}");
            Write(Begin);
        }

        _piece.Number(_heard++);
        Write(_piece.Bytes);
    }

    private void Write(ReadOnlySpan<byte> json)
    {
        _payload.ResetWrittenCount();
        _payload.Write("{\"bytes\":\""u8);
        Base64.EncodeToUtf8(json, _payload.GetSpan(Base64.GetMaxEncodedToUtf8Length(json.Length)), out _, out var length);
        _payload.Advance(length);
        _payload.Write("\"}"u8);
        EventStreamEncoder.Write(_output, Headers, _payload.WrittenSpan);
    }
}
