using System.Text;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions;

/// <summary>Answers a client's message that is no event: it never reaches the provider, and the session stays.</summary>
internal static class MalformedEvent
{
    /// <summary>Makes the answer.</summary>
    /// <param name="scan">What the scan found.</param>
    /// <param name="message">The message.</param>
    /// <param name="ids">Makes event ids.</param>
    /// <returns>The <c>error</c> event.</returns>
    public static EventMessage Answer(in EventScan scan, in EventMessage message, IEventIdSource ids)
    {
        var (code, text, param) = scan.Status switch
        {
            EventScanStatus.MissingType =>
                ("invalid_event", "The event has no 'type'. Every event is a JSON object with a string 'type'.", "type"),
            EventScanStatus.TypeNotAString => ("invalid_event", "The event's 'type' is not a string.", "type"),
            EventScanStatus.DuplicateType => ("invalid_event", "The event has more than one 'type'. Send it once.", "type"),
            EventScanStatus.NotAnObject => ("invalid_event", "The message is not a JSON object. Send one event a message.", null),
            _ => ("invalid_json", "The message is not valid JSON. Send one event a message, as a JSON object.", (string?)null),
        };
        var clientEventId = scan.EventId.Equals(default)
            ? null
            : Encoding.UTF8.GetString(message.Payload.Span[scan.EventId]);
        return SessionErrors.Event(ids, "invalid_request_error", code, text, param, clientEventId);
    }
}
