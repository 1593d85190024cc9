using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Realtime.Protocol.EventStreams;

namespace Realtime.Providers.Bedrock.Connection;

/// <summary>Puts a Nova event into the message that carries it, and takes it out again.</summary>
internal static class ChunkBytes
{
    private static readonly EventStreamHeader[] Headers =
    [
        EventStreamHeader.Text(":event-type", "chunk"),
        EventStreamHeader.Text(":message-type", "event"),
        EventStreamHeader.Text(":content-type", "application/json"),
    ];

    /// <summary>Writes the inner message of an event.</summary>
    /// <param name="output">Takes the message.</param>
    /// <param name="json">The event.</param>
    /// <param name="scratch">Is cleared and used for the payload.</param>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> json, ArrayBufferWriter<byte> scratch)
    {
        scratch.ResetWrittenCount();
        scratch.Write("{\"bytes\":\""u8);
        Base64.EncodeToUtf8(json, scratch.GetSpan(Base64.GetMaxEncodedToUtf8Length(json.Length)), out _, out var written);
        scratch.Advance(written);
        scratch.Write("\"}"u8);
        EventStreamEncoder.Write(output, Headers, scratch.WrittenSpan);
    }

    /// <summary>Reads the event out of a message's payload. Padding and members that are not known are ignored.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="output">Is cleared and takes the event.</param>
    /// <returns>Whether there was one.</returns>
    public static bool TryRead(ReadOnlySpan<byte> payload, ArrayBufferWriter<byte> output)
    {
        output.ResetWrittenCount();
        try
        {
            var reader = new Utf8JsonReader(payload);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1 || !reader.ValueTextEquals("bytes"u8))
                {
                    continue;
                }

                return reader.Read() && reader.TokenType == JsonTokenType.String && TryDecode(reader.ValueSpan, output);
            }
        }
        catch (JsonException)
        {
            // Whoever reads on learns that this message carried nothing.
        }

        return false;
    }

    private static bool TryDecode(ReadOnlySpan<byte> base64, ArrayBufferWriter<byte> output)
    {
        var target = output.GetSpan(Math.Max(1, Base64.GetMaxDecodedFromUtf8Length(base64.Length)));
        if (Base64.DecodeFromUtf8(base64, target, out _, out var written) != OperationStatus.Done)
        {
            return false;
        }

        output.Advance(written);
        return true;
    }
}
