using System.Text.Json;
using Realtime.Protocol.Events;

namespace Realtime.Protocol.Conversations;

/// <summary>Takes in the events of the conversation's items.</summary>
internal sealed class ItemEventHandler(ConversationState state)
{
    public static readonly EventTypeSet Types = EventTypeSet.Of(
        RealtimeEventType.ConversationItemAdded,
        RealtimeEventType.ConversationItemCreated,
        RealtimeEventType.ConversationItemDone,
        RealtimeEventType.ConversationItemTruncated,
        RealtimeEventType.ConversationItemDeleted,
        RealtimeEventType.ConversationItemInputAudioTranscriptionCompleted);

    public void Apply(RealtimeEventType type, JsonElement root)
    {
        switch (type)
        {
            case RealtimeEventType.ConversationItemAdded or RealtimeEventType.ConversationItemCreated:
                OnItem(root, isDone: false);
                break;

            case RealtimeEventType.ConversationItemDone:
                OnItem(root, isDone: true);
                break;

            case RealtimeEventType.ConversationItemTruncated:
                OnTruncated(root);
                break;

            case RealtimeEventType.ConversationItemDeleted:
                OnDeleted(root);
                break;

            case RealtimeEventType.ConversationItemInputAudioTranscriptionCompleted:
                OnTranscript(root);
                break;
        }
    }

    private void OnItem(JsonElement root, bool isDone)
    {
        if (ItemReader.Read(root.Get("item"), state.Options.MaxPartLength) is not { Id.Length: > 0 } item)
        {
            return;
        }

        var isKnown = state.History.Find(item.Id) is not null;
        var request = state.Requests.TakeCreate(item, !isKnown);
        if (isDone && item.Status is null or ItemTypes.InProgress)
        {
            item = item with { Status = ItemTypes.Completed };
        }

        // The end of an item that was deleted does not bring it back; its beginning does, since an id may be used again.
        if (!state.History.TryMerge(item) && !(isDone && state.History.IsGone(item.Id)))
        {
            state.History.Add(item, root.Text("previous_item_id"), request is { IsFirst: true });
        }

        FollowOutput(item, isDone);
        if (item.Type is ItemTypes.FunctionCallOutput)
        {
            state.Answer(item.CallId);
        }
    }

    private void FollowOutput(ConversationItem item, bool isDone)
    {
        var output = state.Responses.FindOutput(responseId: null, item.Id);

        // The two announcements of an output item come in either order, and this one does not name the response.
        if (output is null && item.Status == ItemTypes.InProgress && item.Role is null or ItemTypes.Assistant)
        {
            output = state.Responses.Current?.Follow(item);
        }

        if (output is not null)
        {
            output.IsItemAdded = true;
            output.IsItemDone |= isDone;
            output.Item = output.Item.With(item);
        }
    }

    private void OnTruncated(JsonElement root)
    {
        var request = state.Requests.Take(request => request.Type == RealtimeEventType.ConversationItemTruncate
            && request.ItemId == root.Text("item_id"));
        var id = root.Text("item_id") ?? request?.ItemId;
        if (id is null || state.History.Find(id) is not { } item || root.Number("audio_end_ms") is not { } end)
        {
            return;
        }

        // xAI tells what is left of the transcript.
        var left = root.Text("transcript").Limit(state.Options.MaxPartLength);
        var truncated = item.WithPart(root.Number("content_index") ?? 0, ItemTypes.OutputAudio, part =>
        {
            var text = left ?? (string.IsNullOrEmpty(part.Transcript) ? null : HeardText.Cut(part.Transcript, end));
            return part with { AudioEndMs = end, Transcript = text ?? part.Transcript, IsTranscriptCut = text is not null };
        });
        if (truncated is not null)
        {
            state.History.Replace(truncated);
        }
    }

    private void OnDeleted(JsonElement root)
    {
        // xAI may leave the id empty.
        var id = root.Text("item_id");
        var request = state.Requests.Take(request => request.Type == RealtimeEventType.ConversationItemDelete
            && (string.IsNullOrEmpty(id) || request.ItemId == id));
        id = string.IsNullOrEmpty(id) ? request?.ItemId : id;
        if (id is not null && state.History.Find(id) is { } item)
        {
            state.Answer(item.Type == ItemTypes.FunctionCall ? item.CallId : item.Id);
            state.History.Remove(id);
        }
    }

    private void OnTranscript(JsonElement root)
    {
        if (root.Text("item_id") is not { } id || root.Text("transcript") is not { } transcript || state.History.Find(id) is not { } item)
        {
            return;
        }

        var changed = item.WithPart(root.Number("content_index") ?? 0, ItemTypes.InputAudio, part => part with
        {
            Transcript = transcript.Limit(state.Options.MaxPartLength),
        });
        if (changed is not null)
        {
            state.History.Replace(changed);
        }
    }
}
