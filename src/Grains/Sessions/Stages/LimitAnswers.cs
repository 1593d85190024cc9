using System.Buffers;
using System.Text;
using System.Text.Json;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Policies;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages;

/// <summary>What a client is told of a turn that may not be.</summary>
internal sealed class LimitAnswers(IEventIdSource ids)
{
    /// <summary>Tells the client that a turn is refused; a budget that is used up ends the session, a limit does not.</summary>
    /// <param name="context">The way to the client.</param>
    /// <param name="refusal">Why.</param>
    /// <param name="clientEvent">The client's event; empty when there is none.</param>
    public void Refuse(IStageContext context, SessionRefusal refusal, ReadOnlySpan<byte> clientEvent)
    {
        var scan = clientEvent.IsEmpty ? default : EventScanner.Scan(clientEvent);
        var eventId = clientEvent.IsEmpty || scan.EventId.Equals(default) ? null : Encoding.UTF8.GetString(clientEvent[scan.EventId]);
        var error = PolicyEnds.Error(ids, refusal, eventId);
        if (refusal.Code == PolicyRefusals.RateLimitCode)
        {
            context.ToClient(error);
        }
        else
        {
            context.End(PolicyEnds.End(refusal), error);
        }
    }

    /// <summary>Makes the <c>response.cancel</c> of a response that the provider began by itself.</summary>
    /// <param name="responseId">The response.</param>
    /// <returns>The event, and the id by which the provider's answer names it.</returns>
    public (EventMessage Event, string EventId) Cancel(string responseId)
    {
        var id = ids.Next();
        return (Write(RealtimeEventType.ResponseCancel, id, writer => writer.WriteString("response_id"u8, responseId)), id);
    }

    /// <summary>Makes the <c>response.done</c> of a response that the client was not let see.</summary>
    /// <param name="responseId">The response.</param>
    /// <param name="refusal">Why.</param>
    /// <returns>The event.</returns>
    public EventMessage Done(string responseId, SessionRefusal refusal) => Write(RealtimeEventType.ResponseDone, ids.Next(), writer =>
    {
        writer.WriteStartObject("response"u8);
        writer.WriteString("object"u8, "realtime.response"u8);
        writer.WriteString("id"u8, responseId);
        writer.WriteString("status"u8, "failed"u8);
        writer.WriteStartObject("status_details"u8);
        writer.WriteString("type"u8, "failed"u8);
        writer.WriteStartObject("error"u8);
        writer.WriteString("type"u8, refusal.Type);
        writer.WriteString("code"u8, refusal.Code);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartArray("output"u8);
        writer.WriteEndArray();
        writer.WriteNull("usage"u8);
        writer.WriteEndObject();
    });

    private static EventMessage Write(RealtimeEventType type, string eventId, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, type.ToUtf8Name());
            writer.WriteString("event_id"u8, eventId);
            members(writer);
            writer.WriteEndObject();
        }

        return new EventMessage(type, buffer.WrittenMemory);
    }
}
