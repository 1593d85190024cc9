using System.Text.Json.Nodes;
using Realtime.Protocol.Events;
using Realtime.Providers.Gemini.Input;
using Realtime.Providers.Gemini.Settings;
using Realtime.Providers.Json;

namespace Realtime.Providers.Gemini.Client;

/// <summary>Takes the client's events, every one of which has an effect, an answer or an error.</summary>
/// <param name="state">What the translator's parts share.</param>
/// <param name="session">The settings.</param>
/// <param name="items">The items.</param>
/// <param name="responses">The responses.</param>
/// <param name="input">The audio.</param>
internal sealed class ClientEvents(LiveState state, SessionEvents session, ItemEvents items, ResponseEvents responses, InputAudio input)
{
    /// <summary>Takes an event.</summary>
    /// <param name="message">The event.</param>
    public void Handle(in EventMessage message)
    {
        if (message.Type == RealtimeEventType.InputAudioBufferAppend)
        {
            input.Append(message);
            return;
        }

        if (JsonTree.Parse(message.Payload) is not { } tree)
        {
            state.Output.Error(new Refusal("invalid_json", "The event is no JSON object.", null), null);
            return;
        }

        Handle(message.Type, tree);
    }

    private void Handle(RealtimeEventType type, JsonObject tree)
    {
        var eventId = tree.Text("event_id");
        switch (type)
        {
            case RealtimeEventType.SessionUpdate:
                session.Update(tree);
                break;
            case RealtimeEventType.InputAudioBufferCommit:
                input.Commit(eventId);
                break;
            case RealtimeEventType.InputAudioBufferClear:
                input.Clear();
                break;
            case RealtimeEventType.ConversationItemCreate:
                items.Create(tree);
                break;
            case RealtimeEventType.ConversationItemRetrieve:
                items.Retrieve(tree);
                break;
            case RealtimeEventType.ConversationItemTruncate:
                items.Truncate(tree);
                break;
            case RealtimeEventType.ConversationItemDelete:
                items.Delete(tree);
                break;
            case RealtimeEventType.ResponseCreate:
                responses.Create(tree);
                break;
            case RealtimeEventType.ResponseCancel:
                responses.Cancel(tree);
                break;
            case RealtimeEventType.OutputAudioBufferClear:
                state.Output.Error(
                    new Refusal("unsupported_event", "'output_audio_buffer.clear' is for WebRTC; over WebSocket the client plays the audio itself.", "type"),
                    eventId);
                break;
            default:
                state.Output.Error(
                    Refusal.Invalid("type", "It is no event that this session takes."), eventId);
                break;
        }
    }
}
