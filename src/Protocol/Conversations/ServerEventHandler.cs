using System.Text.Json;
using Realtime.Protocol.Events;

namespace Realtime.Protocol.Conversations;

/// <summary>Takes in what the provider tells, and hands it to the one that knows about it.</summary>
internal sealed class ServerEventHandler(ConversationState state)
{
    public static readonly EventTypeSet Types = ItemEventHandler.Types
        .Union(ResponseEventHandler.Types)
        .Union(ResponseContentHandler.Types)
        .Union(EventTypeSet.Of(
            RealtimeEventType.Error,
            RealtimeEventType.SessionCreated,
            RealtimeEventType.SessionUpdated,
            RealtimeEventType.InputAudioBufferSpeechStarted,
            RealtimeEventType.InputAudioBufferSpeechStopped,
            RealtimeEventType.InputAudioBufferCommitted,
            RealtimeEventType.InputAudioBufferCleared));

    private readonly ItemEventHandler _items = new(state);
    private readonly ResponseEventHandler _responses = new(state);
    private readonly ResponseContentHandler _content = new(state);

    public void Apply(RealtimeEventType type, JsonElement root)
    {
        switch (type)
        {
            case RealtimeEventType.Error:
                RejectedRequest.Take(state.Requests, root.Get("error"));
                break;

            case RealtimeEventType.SessionCreated when state.Settings.Json is null:
                ReadSettings(root);
                break;

            case RealtimeEventType.SessionUpdated:
                ReadSettings(root);
                TakeUpdate();
                break;

            case RealtimeEventType.InputAudioBufferSpeechStarted:
                state.Speech = SpeechState.Speaking;
                state.SpeechItemId = root.Text("item_id");
                state.IsResponseExpected = false;
                break;

            case RealtimeEventType.InputAudioBufferSpeechStopped when state.Speech == SpeechState.Speaking:
                state.Speech = SpeechState.Stopped;
                break;

            case RealtimeEventType.InputAudioBufferCommitted:
                OnCommitted(root);
                break;

            case RealtimeEventType.InputAudioBufferCleared:
                state.Requests.Take(RealtimeEventType.InputAudioBufferClear);
                state.Speech = SpeechState.None;
                break;

            default:
                if (ItemEventHandler.Types.Contains(type))
                {
                    _items.Apply(type, root);
                }
                else if (ResponseEventHandler.Types.Contains(type))
                {
                    _responses.Apply(type, root);
                }
                else if (ResponseContentHandler.Types.Contains(type))
                {
                    _content.Apply(type, root);
                }

                break;
        }
    }

    private void ReadSettings(JsonElement root)
    {
        if (root.Get("session") is { ValueKind: JsonValueKind.Object } session)
        {
            state.Settings = SessionSettings.Read(session);
        }
    }

    private void TakeUpdate()
    {
        var update = state.Requests.Take(RealtimeEventType.SessionUpdate);
        if (update is not null && JsonFields.TryParse(update.Payload, out var document))
        {
            using (document)
            {
                var tools = document.RootElement.Get("session").Get("tools");
                if (tools.ValueKind != JsonValueKind.Undefined)
                {
                    state.ClientTools = tools.Raw(state.Options.MaxPartLength);
                }
            }
        }
    }

    private void OnCommitted(JsonElement root)
    {
        state.Speech = SpeechState.None;

        // A turn that the client ends itself is answered on demand, whatever the turn detection says.
        var isByClient = state.Requests.Take(RealtimeEventType.InputAudioBufferCommit) is not null;
        state.IsResponseExpected = !isByClient && state.Settings.CreatesResponses
            && (state.Responses.Current is null || state.Settings.TurnDetection is { InterruptsResponse: true });
        if (root.Text("item_id") is { Length: > 0 } id && state.History.Find(id) is null)
        {
            var audio = new ContentPart { Type = ItemTypes.InputAudio };
            var item = new ConversationItem { Id = id, Type = ItemTypes.Message, Role = ItemTypes.User, Status = ItemTypes.Completed, Content = [audio] };
            state.History.Add(item, root.Text("previous_item_id"));
        }
    }
}
