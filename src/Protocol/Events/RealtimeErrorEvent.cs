using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Realtime.Protocol.Events;

/// <summary>Writes <c>error</c> events of the gateway's own.</summary>
/// <remarks>
/// Source: the OpenAI Realtime API reference, event <c>error</c>. All five fields are always there, null where unknown, since clients tie an
/// error to their request by <c>error.event_id</c> and read the others without looking.
/// </remarks>
public static class RealtimeErrorEvent
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one <c>error</c> event.</summary>
    /// <param name="output">Takes the event, in UTF-8.</param>
    /// <param name="eventId">The event's own id.</param>
    /// <param name="type">The kind of error, as in <c>invalid_request_error</c>.</param>
    /// <param name="code">The error's code; <see langword="null"/> if it has none.</param>
    /// <param name="message">What went wrong, for people. Must name no host, path or credential of an upstream.</param>
    /// <param name="param">The dotted path of the field at fault; <see langword="null"/> if none is.</param>
    /// <param name="clientEventId">The <c>event_id</c> of the client's event at fault; <see langword="null"/> if it had none.</param>
    /// <param name="retryAfter">
    /// When to try again, written as <c>error.retry_after</c> in whole seconds, rounded up; <see langword="null"/> leaves the field out.
    /// </param>
    public static void Write(
        IBufferWriter<byte> output,
        string eventId,
        string type,
        string? code,
        string message,
        string? param = null,
        string? clientEventId = null,
        TimeSpan? retryAfter = null)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        writer.WriteString("type"u8, RealtimeEventType.Error.ToUtf8Name());
        writer.WriteString("event_id"u8, eventId);
        writer.WriteStartObject("error"u8);
        writer.WriteString("type"u8, type);
        writer.WriteString("code"u8, code);
        writer.WriteString("message"u8, message);
        writer.WriteString("param"u8, param);
        writer.WriteString("event_id"u8, clientEventId);
        if (retryAfter is { } delay)
        {
            writer.WriteNumber("retry_after"u8, (long)Math.Ceiling(Math.Max(0, delay.TotalSeconds)));
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
