using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Realtime.Protocol.Events;

namespace Realtime.Protocol.Conversations;

/// <summary>Writes the events that a conversation makes.</summary>
internal static class EventJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes an event.</summary>
    public static EventMessage Event(RealtimeEventType type, string? eventId, Action<Utf8JsonWriter> writeFields) =>
        new(type, Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, type.ToUtf8Name());
            if (eventId is not null)
            {
                writer.WriteString("event_id"u8, eventId);
            }

            writeFields(writer);
            writer.WriteEndObject();
        }).WrittenMemory);

    /// <summary>Makes JSON as text.</summary>
    public static string Text(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(Write(write).WrittenSpan);

    private static ArrayBufferWriter<byte> Write(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            write(writer);
        }

        return output;
    }
}
