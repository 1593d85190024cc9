using System.Text.Json;
using Realtime.Protocol.Events;

namespace Realtime.Protocol.Conversations;

/// <summary>Takes in the beginnings and ends of responses and of their items.</summary>
internal sealed class ResponseEventHandler(ConversationState state)
{
    public static readonly EventTypeSet Types = EventTypeSet.Of(
        RealtimeEventType.ResponseCreated,
        RealtimeEventType.ResponseDone,
        RealtimeEventType.ResponseOutputItemAdded,
        RealtimeEventType.ResponseOutputItemDone);

    private const int MaxResponseLength = 65_536;

    public void Apply(RealtimeEventType type, JsonElement root)
    {
        switch (type)
        {
            case RealtimeEventType.ResponseCreated:
                OnCreated(root.Get("response"));
                break;

            case RealtimeEventType.ResponseDone:
                OnDone(root.Get("response"));
                break;

            case RealtimeEventType.ResponseOutputItemAdded or RealtimeEventType.ResponseOutputItemDone:
                OnOutput(root, isDone: type == RealtimeEventType.ResponseOutputItemDone);
                break;
        }
    }

    private void OnCreated(JsonElement response)
    {
        if (response.Text("id") is not { Length: > 0 } id || state.Responses.Find(id) is not null)
        {
            return;
        }

        var metadata = ResponseMetadata.Read(response.Get("metadata"));
        var isOutOfBand = IsOutOfBand(response, metadata);
        var request = state.Requests.TakeResponse(isOutOfBand, metadata, !isOutOfBand && state.IsResponseExpected);
        if (!isOutOfBand)
        {
            if (state.Responses.Current is { } forgotten)
            {
                // A conversation has one response at a time: whoever begins another has ended the last one.
                state.End(forgotten, _ => ItemTypes.Incomplete);
            }

            state.IsResponseExpected = false;
            state.AwaitNothing();
            state.Speech = state.Speech == SpeechState.Stopped ? SpeechState.None : state.Speech;
        }

        state.Responses.Add(new ResponseTracker(id, isOutOfBand, metadata, response.Raw(MaxResponseLength))
        {
            Request = request?.Payload ?? [],
        });
    }

    // The conversation's id decides if it is told. Where it is not, a response is outside the conversation only if one was asked for, or
    // if null was told and nothing else was asked for.
    private bool IsOutOfBand(JsonElement response, string? metadata)
    {
        var conversation = response.Get("conversation_id");
        if (conversation.ValueKind == JsonValueKind.String)
        {
            return false;
        }

        var isInsideDue = state.IsResponseDue;
        return state.Requests.Any(request => request is { Type: RealtimeEventType.ResponseCreate, IsOutOfBand: true }
                && (!isInsideDue || request.Metadata == metadata))
            || (conversation.ValueKind == JsonValueKind.Null && !isInsideDue);
    }

    private void OnDone(JsonElement response)
    {
        var items = response.Get("output").Elements()
            .Select(item => ItemReader.Read(item, state.Options.MaxPartLength))
            .OfType<ConversationItem>()
            .Where(item => item.Id.Length > 0)
            .ToArray();
        var tracker = state.Responses.Find(response.Text("id"));
        var isInside = tracker is { IsOutOfBand: false };
        foreach (var item in items)
        {
            var output = tracker?.Find(item.Id);
            if (output is not null)
            {
                output.Item = output.Item.With(item);
            }

            // Some providers tell an item of theirs here for the first time.
            if (!state.History.TryMerge(item) && isInside && !state.History.IsGone(item.Id))
            {
                state.History.Add(item, previousId: null);
            }
        }

        if (tracker is not null)
        {
            var status = response.Text("status") == ItemTypes.Completed ? ItemTypes.Completed : ItemTypes.Incomplete;
            state.End(tracker, _ => status);
        }

        if (isInside)
        {
            state.Await(tracker!.Outputs.Select(output => output.Item)
                .Where(item => items.All(told => told.Id != item.Id))
                .Concat(items)
                .Where(item => !state.History.IsGone(item.Id)));
        }
    }

    private void OnOutput(JsonElement root, bool isDone)
    {
        if (ItemReader.Read(root.Get("item"), state.Options.MaxPartLength) is not { Id.Length: > 0 } item)
        {
            return;
        }

        if (isDone && item.Status is null or ItemTypes.InProgress)
        {
            item = item with { Status = ItemTypes.Completed };
        }

        if (isDone)
        {
            state.History.TryMerge(item);
        }

        var response = state.Responses.Find(root.Text("response_id"));
        if (response?.Follow(item) is not { } output)
        {
            return;
        }

        output.IsAdded = true;
        output.IsDone |= isDone;
        output.IsItemAdded |= !response.IsOutOfBand && state.History.Find(item.Id) is not null;
        output.Item = output.Item.With(item);
        if (root.Number("output_index") is { } index and >= 0)
        {
            response.Place(output, index);
        }
    }
}
