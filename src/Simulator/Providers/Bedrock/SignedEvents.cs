using System.Text.Json.Nodes;
using Realtime.Protocol.EventStreams;
using Realtime.Protocol.EventStreams.Signing;
using Realtime.Simulator.Json;

namespace Realtime.Simulator.Providers.Bedrock;

/// <summary>Takes the client's events out of their signed messages, and believes no signature that it has not made itself.</summary>
internal sealed class SignedEvents(EventSignatureChain chain)
{
    private readonly EventStreamDecoder _frames = new();

    /// <summary>Whether the client has sent its closing message.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Adds bytes of the request's body.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => _frames.Append(bytes);

    /// <summary>Reads the next event.</summary>
    /// <param name="problem">What is wrong with the stream, or null.</param>
    /// <returns>The event; null when there is none yet, at the closing message, and when something is wrong.</returns>
    public JsonObject? Read(out BedrockRefusal? problem)
    {
        problem = null;
        if (_frames.Read() is not { } frame)
        {
            problem = _frames.Fault == EventStreamFault.None ? null : new(400, "ValidationException", $"The event stream is broken: {_frames.Fault}.");
            return null;
        }

        if (frame.Find(EventSignatureChain.DateHeader) is not { Type: EventStreamHeaderType.Timestamp } date
            || frame.Find(EventSignatureChain.SignatureHeader)?.Content is not byte[] signature
            || !chain.Sign(DateTimeOffset.FromUnixTimeMilliseconds(date.Number), frame.Payload.Span).AsSpan().SequenceEqual(signature))
        {
            problem = new(403, "InvalidSignatureException", "The event signature we calculated does not match the signature you provided.");
            return null;
        }

        IsClosed = frame.Payload.IsEmpty;
        return IsClosed ? null : ReadInner(frame.Payload.Span, out problem);
    }

    private static JsonObject? ReadInner(ReadOnlySpan<byte> bytes, out BedrockRefusal? problem)
    {
        problem = null;
        var inner = new EventStreamDecoder();
        inner.Append(bytes);
        if (inner.Read() is { } message
            && message.Text(":message-type") == "event"
            && message.Text(":event-type") == "chunk"
            && JsonText.TryParse(message.Payload, out var body)
            && body.Text("bytes") is { } base64
            && JsonText.TryParse(Convert.FromBase64String(base64), out var json)
            && json.Object("event") is { Count: 1 })
        {
            return json;
        }

        problem = new(400, "ValidationException", "Unable to parse input chunk. Please check input format contains correct format.");
        return null;
    }
}
