using System.Text.Json.Nodes;
using Realtime.Protocol.Events;
using Realtime.Providers.Json;
using Realtime.Providers.XAI.Json;
using Realtime.Providers.XAI.Responses;
using Realtime.Providers.XAI.Transcripts;

namespace Realtime.Providers.XAI.Items;

/// <summary>
/// Tells the client of items in the GA way: each is added once, after an item that the client knows, and is done once, which xAI never says.
/// </summary>
internal sealed class ItemEvents(EventOutput output, ItemCopies items, RunningResponse response, TranscriptionEvents transcripts)
{
    private const int MostTruncations = 16;

    private readonly AskedIds _deletions = new();
    private readonly List<JsonObject> _truncations = [];

    /// <summary>Notes what a client's <c>conversation.item.delete</c> asks for.</summary>
    /// <param name="request">The event.</param>
    public void AskDelete(JsonObject request) => _deletions.Ask(request.Id("item_id"), request.Id("event_id"));

    /// <summary>Forgets a request that failed.</summary>
    /// <param name="eventId">The id of the client's event, if the error told it.</param>
    public void Failed(string? eventId)
    {
        if (eventId is not null)
        {
            _deletions.Failed(eventId);
            _truncations.RemoveAll(request => request.Id("event_id") == eventId);
        }
    }

    /// <summary>Notes what a client's <c>conversation.item.truncate</c> asks for.</summary>
    /// <param name="request">The event.</param>
    public void AskTruncate(JsonObject request)
    {
        if (_truncations.Count == MostTruncations)
        {
            _truncations.RemoveAt(0);
        }

        _truncations.Add(request);
    }

    /// <summary>Handles <c>conversation.item.added</c>, and <c>.created</c>, which replays turns when a conversation is resumed.</summary>
    /// <param name="draft">The event.</param>
    public void Added(EventDraft draft)
    {
        if (draft.Body.Child("item") is not { } item || item.Id("id") is not { } id)
        {
            output.ToClient(draft);
            return;
        }

        if (items.Find(id) is { } known)
        {
            ItemCopies.Update(known, item);
            return;
        }

        draft.Rename(RealtimeEventType.ConversationItemAdded);
        var inProgress = IsOutput(id, item);
        draft.Changed(ItemShape.Normalize(item, inProgress ? "in_progress" : "completed"));
        FixPrevious(draft);
        output.ToClient(draft);
        var copy = items.Add(id, item, draft.Body.Text("previous_item_id"));
        if (transcripts.FinalOf(id) is { } transcript)
        {
            ItemCopies.SetPart(copy, 0, "input_audio", "transcript", transcript);
        }

        if (inProgress)
        {
            response.FindOrAdd(id, null).Describe(item);
        }
        else
        {
            Done(copy, item, "completed");
        }
    }

    /// <summary>Tells the client of an item that xAI finished, and of its being there if xAI never said so.</summary>
    /// <param name="item">The finished item, normalized.</param>
    public void Finish(JsonObject item)
    {
        if (item.Id("id") is not { } id)
        {
            return;
        }

        var copy = items.Find(id);
        if (copy is null)
        {
            var previous = items.LastId;
            var added = output.New(RealtimeEventType.ConversationItemAdded);
            added.Set("previous_item_id", previous);
            added.Set("item", item.DeepClone());
            output.ToClient(added);
            copy = items.Add(id, item, previous);
        }

        ItemCopies.Update(copy, item);
        Done(copy, item, item.Text("status") ?? "completed");
    }

    /// <summary>Tells the client that an item of a response that ended is done, if it was not told yet.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="status">How it ended.</param>
    public void Close(string itemId, string status)
    {
        if (items.Find(itemId) is { } copy)
        {
            Done(copy, copy.Item, status);
        }
    }

    /// <summary>Handles a <c>conversation.item.done</c> of xAI's own, should it come.</summary>
    /// <param name="draft">The event.</param>
    public void DoneByProvider(EventDraft draft)
    {
        var copy = items.Find(draft.Body.Child("item")?.Id("id"));
        if (copy is { IsDone: true })
        {
            return;
        }

        if (copy is not null)
        {
            copy.IsDone = true;
        }

        output.ToClient(draft);
    }

    /// <summary>Handles <c>conversation.item.deleted</c>, whose id may be empty.</summary>
    /// <param name="draft">The event.</param>
    public void Deleted(EventDraft draft)
    {
        var id = _deletions.Confirm(draft.Body.Id("item_id"));
        draft.FillId("item_id", id);
        if (id is not null)
        {
            items.Remove(id);
        }

        output.ToClient(draft);
    }

    /// <summary>Handles <c>conversation.item.truncated</c>; its <c>transcript</c>, xAI's own, is the text that was kept.</summary>
    /// <param name="draft">The event.</param>
    public void Truncated(EventDraft draft)
    {
        var told = draft.Body.Id("item_id");
        var index = _truncations.FindIndex(request => told is null || request.Id("item_id") == told);
        if (index >= 0)
        {
            var request = _truncations[index];
            _truncations.RemoveAt(index);
            draft.FillId("item_id", request.Id("item_id"));
            draft.Fill("content_index", request["content_index"]?.DeepClone());
            draft.Fill("audio_end_ms", request["audio_end_ms"]?.DeepClone());
        }

        draft.Fill("content_index", 0);
        draft.Fill("audio_end_ms", 0);
        if (items.Find(draft.Body.Id("item_id")) is { } copy)
        {
            var part = draft.Body.Int("content_index") ?? 0;
            ItemCopies.SetPart(copy, part, "output_audio", "transcript", draft.Body.Text("transcript") ?? "");
        }

        output.ToClient(draft);
    }

    /// <summary>Answers <c>conversation.item.retrieve</c>, which xAI does not know.</summary>
    /// <param name="request">The client's event.</param>
    public void Retrieve(JsonObject request)
    {
        var copy = items.Find(request.Id("item_id"));
        if (copy is null or { IsCut: true })
        {
            var reason = copy is null ? "is not in the conversation" : "is too long to be read again";
            output.Refuse(
                request, "item_retrieve_invalid_item_id", $"The item '{request.Text("item_id")}' {reason}.", "item_id");
            return;
        }

        var answer = output.New(RealtimeEventType.ConversationItemRetrieved);
        answer.Set("item", copy.Item.DeepClone());
        output.Answer(answer);
    }

    /// <summary>Makes an event's <c>previous_item_id</c> name an item that the client knows, or null.</summary>
    /// <param name="draft">The event.</param>
    public void FixPrevious(EventDraft draft)
    {
        var previous = draft.Body.Text("previous_item_id");
        if (!draft.Body.ContainsKey("previous_item_id") || (previous is not null && items.Find(previous) is null))
        {
            draft.Set("previous_item_id", items.LastId);
        }
    }

    private bool IsOutput(string id, JsonObject item)
    {
        if (response.Find(id) is { } made)
        {
            return !made.IsDone;
        }

        // What the client put in may be announced while a response runs; it comes complete.
        return response.IsOpen && item.Text("status") != "completed" && item.Text("type") switch
        {
            "message" => item.Text("role") is "assistant" or "tool",
            "function_call" or "mcp_call" => true,
            _ => false,
        };
    }

    private void Done(ItemCopy copy, JsonObject item, string status)
    {
        if (copy.IsDone)
        {
            return;
        }

        copy.IsDone = true;
        var finished = (JsonObject)item.DeepClone();
        if (finished.Text("status") is null or "in_progress")
        {
            finished["status"] = status;
        }

        copy.Item["status"] = finished["status"]?.DeepClone();
        var done = output.New(RealtimeEventType.ConversationItemDone);
        done.Set("previous_item_id", copy.PreviousId);
        done.Set("item", finished);
        output.ToClient(done);
    }
}
