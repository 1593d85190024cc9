using System.Text.Json;
using Realtime.Protocol.Events;

namespace Realtime.Protocol.Conversations;

/// <summary>
/// Takes in the content of running responses. The deltas of text and transcript are followed, since the end of a part repeats its text and
/// only they tell it when an upstream is lost half-way; those of audio, which are nearly all of the bytes, are not.
/// </summary>
internal sealed class ResponseContentHandler(ConversationState state)
{
    public static readonly EventTypeSet Types = EventTypeSet.Of(
        RealtimeEventType.ResponseContentPartAdded,
        RealtimeEventType.ResponseContentPartDone,
        RealtimeEventType.ResponseOutputTextDelta,
        RealtimeEventType.ResponseOutputTextDone,
        RealtimeEventType.ResponseOutputAudioTranscriptDelta,
        RealtimeEventType.ResponseOutputAudioTranscriptDone,
        RealtimeEventType.ResponseOutputAudioDone,
        RealtimeEventType.ResponseFunctionCallArgumentsDone);

    public void Apply(RealtimeEventType type, JsonElement root)
    {
        if (FindOutput(root) is not { } output)
        {
            return;
        }

        if (type == RealtimeEventType.ResponseFunctionCallArgumentsDone)
        {
            OnArguments(output, root);
            return;
        }

        var part = root.Get("part");
        var isAudio = part.Text("type") is { } kind ? kind == "audio" : IsAudio(type);
        if (output.Part(root.Number("content_index") ?? 0, isAudio) is { } tracker)
        {
            Apply(type, tracker, root, part);
            state.IsVoiceLocked |= tracker.IsAudio;
        }
    }

    private static bool IsAudio(RealtimeEventType type) => type is RealtimeEventType.ResponseOutputAudioTranscriptDelta
        or RealtimeEventType.ResponseOutputAudioTranscriptDone or RealtimeEventType.ResponseOutputAudioDone;

    private void Apply(RealtimeEventType type, PartTracker tracker, JsonElement root, JsonElement part)
    {
        var maxLength = state.Options.MaxPartLength;
        switch (type)
        {
            case RealtimeEventType.ResponseContentPartAdded:
                tracker.Append(part.Text("text") ?? part.Text("transcript"), maxLength);
                break;

            case RealtimeEventType.ResponseOutputTextDelta or RealtimeEventType.ResponseOutputAudioTranscriptDelta:
                tracker.Append(root.Text("delta"), maxLength);
                break;

            case RealtimeEventType.ResponseOutputTextDone:
                tracker.Finish(root.Text("text"), maxLength);
                break;

            case RealtimeEventType.ResponseOutputAudioTranscriptDone:
                tracker.Finish(root.Text("transcript"), maxLength);
                break;

            case RealtimeEventType.ResponseOutputAudioDone:
                tracker.IsAudioDone = true;
                break;

            case RealtimeEventType.ResponseContentPartDone:
                tracker.Finish(part.Text("text") ?? part.Text("transcript"), maxLength);
                tracker.IsDone = true;
                break;
        }
    }

    private void OnArguments(OutputTracker output, JsonElement root)
    {
        var call = output.Item with
        {
            Name = root.Text("name") ?? output.Item.Name,
            CallId = root.Text("call_id") ?? output.Item.CallId,
            Arguments = root.Text("arguments").Limit(state.Options.MaxPartLength) ?? output.Item.Arguments,
        };
        output.HasAllArguments = true;
        output.Item = call;
        state.History.TryMerge(call with { Status = null });
    }

    // Only the newest output can be meant by an event that names no item.
    private OutputTracker? FindOutput(JsonElement root) => root.Text("item_id") is { Length: > 0 } itemId
        ? state.Responses.FindOutput(root.Text("response_id"), itemId)
        : state.Responses.Find(root.Text("response_id"))?.Outputs is { Count: > 0 } outputs ? outputs[^1] : null;
}
