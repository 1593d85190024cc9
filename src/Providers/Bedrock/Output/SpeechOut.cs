using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Realtime.Protocol.Audio;
using Realtime.Protocol.Events;

namespace Realtime.Providers.Bedrock.Output;

/// <summary>Writes the model's audio for the client, in the client's format. It is the only event of which there are many.</summary>
internal sealed class SpeechOut(NovaOutput output)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _event = new(4096);
    private readonly ArrayBufferWriter<byte> _base64 = new();
    private AudioTranscoder? _transcoder;

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
        using (var writer = new Utf8JsonWriter(_event, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, RealtimeEventType.ResponseOutputAudioDelta.ToUtf8Name());
            writer.WriteString("event_id"u8, output.NextEventId());
            writer.WriteString("response_id"u8, responseId);
            writer.WriteString("item_id"u8, itemId);
            writer.WriteNumber("output_index"u8, outputIndex);
            writer.WriteNumber("content_index"u8, 0);
            writer.WriteString("delta"u8, base64);
            writer.WriteEndObject();
        }

        output.ToClient(new EventMessage(RealtimeEventType.ResponseOutputAudioDelta, _event.WrittenMemory));
    }
}
