using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers.Gemini.Settings;

namespace Realtime.Providers.Gemini.Output;

/// <summary>Writes to the client and to the service, whichever of them spoke last. Audio goes through without allocation.</summary>
/// <param name="ids">Makes the ids of events.</param>
internal sealed class LiveOutput(IEventIdSource ids)
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const int CounterDigits = 20;

    private readonly ArrayBufferWriter<byte> _buffer = new(8 * 1024);
    private readonly byte[] _eventId = [.. Encoding.UTF8.GetBytes(ids.Next() + "_"), .. new byte[CounterDigits]];
    private Utf8JsonWriter? _reused;
    private long _streamed;
    private IEventSink? _sink;
    private bool _fromClient;

    /// <summary>Says where things go until the next call.</summary>
    /// <param name="sink">The sink of what is under way.</param>
    /// <param name="fromClient">Whether the client spoke, so that the sink forwards to the service.</param>
    public void Use(IEventSink? sink, bool fromClient) => (_sink, _fromClient) = (sink, fromClient);

    /// <summary>Makes an id.</summary>
    /// <param name="prefix">What it begins with, as <c>item_</c>.</param>
    /// <returns>The id.</returns>
    public string NewId(string prefix)
    {
        var id = ids.Next();
        return prefix + id[(id.LastIndexOf('_') + 1)..];
    }

    /// <summary>Sends the client an event.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="fields">Its fields beside type and id; they may belong to another tree.</param>
    public void Event(RealtimeEventType type, params ReadOnlySpan<(string Name, JsonNode? Value)> fields)
    {
        var writer = Begin();
        writer.WriteStartObject();
        writer.WriteString("type"u8, type.ToUtf8Name());
        writer.WriteString("event_id"u8, ids.Next());
        foreach (var (name, value) in fields)
        {
            writer.WritePropertyName(name);
            if (value is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        ToClient(type);
    }

    /// <summary>Sends the client an <c>error</c>.</summary>
    /// <param name="refusal">What is wrong.</param>
    /// <param name="clientEventId">The <c>event_id</c> of the client's event at fault.</param>
    public void Error(Refusal refusal, string? clientEventId)
    {
        _buffer.ResetWrittenCount();
        RealtimeErrorEvent.Write(
            _buffer, ids.Next(), "invalid_request_error", refusal.Code, refusal.Message, refusal.Param, clientEventId);
        ToClient(RealtimeEventType.Error);
    }

    /// <summary>Sends the client a piece of speech.</summary>
    /// <param name="place">Response, item and indexes of it.</param>
    /// <param name="base64">The audio in base64.</param>
    public void AudioDelta(in OutputPlace place, ReadOnlySpan<byte> base64)
    {
        var writer = Begin();
        writer.WriteStartObject();
        writer.WriteString("type"u8, RealtimeEventType.ResponseOutputAudioDelta.ToUtf8Name());
        writer.WriteString("event_id"u8, StreamEventId());
        writer.WriteString("response_id"u8, place.ResponseId);
        writer.WriteString("item_id"u8, place.ItemId);
        writer.WriteNumber("output_index"u8, place.OutputIndex);
        writer.WriteNumber("content_index"u8, 0);
        writer.WriteString("delta"u8, base64);
        writer.WriteEndObject();
        writer.Flush();
        ToClient(RealtimeEventType.ResponseOutputAudioDelta);
    }

    /// <summary>Sends the service a message of one member.</summary>
    /// <param name="member">The member.</param>
    /// <param name="value">Its value.</param>
    public void Send(string member, JsonNode value)
    {
        var writer = Begin();
        writer.WriteStartObject();
        writer.WritePropertyName(member);
        value.WriteTo(writer);
        writer.WriteEndObject();
        writer.Flush();
        ToService();
    }

    /// <summary>Sends the service a piece of the user's speech.</summary>
    /// <param name="pcm">PCM16 at 16 kHz.</param>
    public void Audio(ReadOnlySpan<byte> pcm)
    {
        _buffer.ResetWrittenCount();
        _buffer.Write("{\"realtimeInput\":{\"audio\":{\"mimeType\":\"audio/pcm;rate=16000\",\"data\":\""u8);
        Base64.EncodeToUtf8(pcm, _buffer.GetSpan(Base64.GetMaxEncodedToUtf8Length(pcm.Length)), out _, out var written);
        _buffer.Advance(written);
        _buffer.Write("\"}}}"u8);
        ToService();
    }

    private Utf8JsonWriter Begin()
    {
        _buffer.ResetWrittenCount();
        _reused ??= new Utf8JsonWriter(_buffer, WriterOptions);
        _reused.Reset();
        return _reused;
    }

    private ReadOnlySpan<byte> StreamEventId()
    {
        var prefix = _eventId.Length - CounterDigits;
        Utf8Formatter.TryFormat(_streamed++, _eventId.AsSpan(prefix), out var digits);
        return _eventId.AsSpan(0, prefix + digits);
    }

    private void ToClient(RealtimeEventType type)
    {
        var message = new EventMessage(type, _buffer.WrittenMemory);
        if (_fromClient)
        {
            _sink?.Reply(message);
        }
        else
        {
            _sink?.Forward(message);
        }
    }

    private void ToService()
    {
        var message = new EventMessage(RealtimeEventType.Unknown, _buffer.WrittenMemory);
        if (_fromClient)
        {
            _sink?.Forward(message);
        }
        else
        {
            _sink?.Reply(message);
        }
    }
}
