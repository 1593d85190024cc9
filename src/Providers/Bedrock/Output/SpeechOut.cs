using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Realtime.Protocol.Audio;
using Realtime.Protocol.Events;

namespace Realtime.Providers.Bedrock.Output;

/// <summary>Writes the model's audio for the client, in the client's format. It is the only event of which there are many.</summary>
internal sealed class SpeechOut(NovaOutput output)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const int CounterDigits = 20;

    private readonly ArrayBufferWriter<byte> _event = new(4096);
    private readonly ArrayBufferWriter<byte> _base64 = new();
    private readonly byte[] _eventId = [.. Encoding.UTF8.GetBytes(output.NextEventId() + "_"), .. new byte[CounterDigits]];
    private Utf8JsonWriter? _writer;
    private AudioTranscoder? _transcoder;
    private long _sent;

    /// <summary>Begins a new stream of audio.</summary>
    /// <param name="source">The format that the service sends.</param>
    /// <param name="target">The format that the client wants.</param>
    public void Use(AudioFormat source, AudioFormat target)
    {
        if (_transcoder?.Source == source && _transcoder.Target == target)
        {
            _transcoder.Reset();
        }
        else
        {
            _transcoder = source == target ? null : new AudioTranscoder(source, target);
        }
    }

    /// <summary>Sends a piece.</summary>
    /// <param name="base64">The piece as the service sent it.</param>
    /// <param name="responseId">The response.</param>
    /// <param name="itemId">The item.</param>
    /// <param name="outputIndex">Its place in the response.</param>
    public void Send(ReadOnlySpan<byte> base64, string responseId, string itemId, int outputIndex)
    {
        if (_transcoder is not null)
        {
            _base64.ResetWrittenCount();
            _transcoder.TryTranscodeBase64(base64, _base64);
            base64 = _base64.WrittenSpan;
        }

        if (base64.IsEmpty)
        {
            return;
        }

        _event.ResetWrittenCount();
        _writer ??= new Utf8JsonWriter(_event, Options);
        _writer.Reset();
        _writer.WriteStartObject();
        _writer.WriteString("type"u8, RealtimeEventType.ResponseOutputAudioDelta.ToUtf8Name());
        _writer.WriteString("event_id"u8, NextEventId());
        _writer.WriteString("response_id"u8, responseId);
        _writer.WriteString("item_id"u8, itemId);
        _writer.WriteNumber("output_index"u8, outputIndex);
        _writer.WriteNumber("content_index"u8, 0);
        _writer.WriteString("delta"u8, base64);
        _writer.WriteEndObject();
        _writer.Flush();
        output.ToClient(new EventMessage(RealtimeEventType.ResponseOutputAudioDelta, _event.WrittenMemory));
    }

    private ReadOnlySpan<byte> NextEventId()
    {
        var prefix = _eventId.Length - CounterDigits;
        Utf8Formatter.TryFormat(_sent++, _eventId.AsSpan(prefix), out var digits);
        return _eventId.AsSpan(0, prefix + digits);
    }
}
