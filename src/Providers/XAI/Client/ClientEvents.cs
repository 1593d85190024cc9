using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers.Json;
using Realtime.Providers.XAI.Audio;
using Realtime.Providers.XAI.Errors;
using Realtime.Providers.XAI.Items;
using Realtime.Providers.XAI.Json;
using Realtime.Providers.XAI.Session;

namespace Realtime.Providers.XAI.Client;

/// <summary>Translates what a client sends: maps it, answers it in xAI's stead, or only takes note of it.</summary>
internal sealed class ClientEvents(
    EventOutput output, InputAudioClock clock, ItemEvents items, SessionEvents session, ErrorShape errors)
{
    /// <summary>Gets the events that are not passed unseen.</summary>
    public static EventTypeSet Types { get; } = EventTypeSet.Of(
        RealtimeEventType.SessionUpdate,
        RealtimeEventType.InputAudioBufferAppend,
        RealtimeEventType.InputAudioBufferCommit,
        RealtimeEventType.InputAudioBufferClear,
        RealtimeEventType.ConversationItemCreate,
        RealtimeEventType.ConversationItemRetrieve,
        RealtimeEventType.ConversationItemTruncate,
        RealtimeEventType.ConversationItemDelete,
        RealtimeEventType.ResponseCreate,
        RealtimeEventType.ResponseCancel,
        RealtimeEventType.OutputAudioBufferClear);

    /// <summary>Handles a client's event.</summary>
    /// <param name="message">The event.</param>
    /// <param name="sink">Where it goes when it needs no change.</param>
    public void Handle(in EventMessage message, IEventSink sink)
    {
        switch (message.Type)
        {
            case RealtimeEventType.InputAudioBufferAppend:
                clock.Append(message.Payload.Span);
                sink.Forward(message);
                return;

            case RealtimeEventType.InputAudioBufferCommit:
                clock.Commit();
                sink.Forward(message);
                return;

            case RealtimeEventType.InputAudioBufferClear:
                clock.Clear();
                sink.Forward(message);
                return;

            // Text and audio pass as they are; only an image needs a look.
            case RealtimeEventType.ConversationItemCreate when message.Payload.Span.IndexOf(ImageCheck.Mark) < 0:
                sink.Forward(message);
                return;
        }

        if (EventDraft.Read(message) is { } draft)
        {
            Handle(draft);
        }
        else
        {
            sink.Forward(message);
        }
    }

    private void Handle(EventDraft draft)
    {
        switch (draft.Type)
        {
            case RealtimeEventType.SessionUpdate:
                session.Update(draft);
                return;

            case RealtimeEventType.ResponseCreate:
                errors.LastCreateId = draft.Body.Id("event_id");
                session.CreateResponse(draft);
                return;

            case RealtimeEventType.ConversationItemRetrieve:
                items.Retrieve(draft.Body);
                return;

            case RealtimeEventType.ConversationItemCreate when ImageCheck.Find(draft.Body) is { } image:
                output.Refuse(draft.Body, Refusal.Code, "This model's provider takes no images.", image);
                return;

            case RealtimeEventType.OutputAudioBufferClear:
                output.Refuse(draft.Body, "unsupported_event", "output_audio_buffer.clear is for WebRTC and SIP sessions only.", "type");
                return;

            case RealtimeEventType.ResponseCancel:
                errors.LastCancelId = draft.Body.Id("event_id");
                break;

            case RealtimeEventType.ConversationItemDelete:
                items.AskDelete(draft.Body);
                break;

            case RealtimeEventType.ConversationItemTruncate:
                items.AskTruncate(draft.Body);
                break;
        }

        output.ToProvider(draft);
    }
}
