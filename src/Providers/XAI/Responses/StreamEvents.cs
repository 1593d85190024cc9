using Realtime.Protocol.Events;
using Realtime.Providers.Json;
using Realtime.Providers.XAI.Items;
using Realtime.Providers.XAI.Json;

namespace Realtime.Providers.XAI.Responses;

/// <summary>
/// Completes what streams in a response: text, transcript, arguments. Strict clients ignore an event that does not say where it belongs.
/// </summary>
internal sealed class StreamEvents(EventOutput output, RunningResponse response, NameChoice names, ItemCopies items)
{
    /// <summary>Handles the deltas and ends of text, transcript and audio, under both of their names.</summary>
    /// <param name="draft">The event.</param>
    public void Content(EventDraft draft)
    {
        if (!names.Takes(draft.Type))
        {
            return;
        }

        draft.Rename(NameChoice.Canonical(draft.Type));
        var item = Place(draft);
        draft.Fill("content_index", item?.ContentIndex ?? 0);
        switch (draft.Type)
        {
            case RealtimeEventType.ResponseOutputTextDelta:
                item?.Append("text", draft.Body.Text("delta"));
                break;

            case RealtimeEventType.ResponseOutputAudioTranscriptDelta:
                item?.Append("audio", draft.Body.Text("delta"));
                break;

            case RealtimeEventType.ResponseOutputTextDone:
                End(draft, item, "text", "text");
                break;

            case RealtimeEventType.ResponseOutputAudioTranscriptDone:
                End(draft, item, "audio", "transcript");
                break;
        }

        output.ToClient(draft);
    }

    /// <summary>Handles <c>response.function_call_arguments.delta</c> and <c>.done</c>.</summary>
    /// <param name="draft">The event.</param>
    public void Arguments(EventDraft draft)
    {
        var item = Place(draft);
        draft.FillId("call_id", item?.CallId);
        if (draft.Type == RealtimeEventType.ResponseFunctionCallArgumentsDelta)
        {
            item?.AppendArguments(draft.Body.Text("delta"));
        }
        else
        {
            draft.Fill("arguments", item?.Streamed ?? "");
            draft.FillId("name", item?.Name);
            if (items.Find(item?.Id) is { } copy && copy.Item.Text("type") == "function_call"
                && draft.Body.Text("arguments") is { Length: > 0 and <= ItemCopies.LongestText } arguments)
            {
                copy.Item["arguments"] = arguments;
            }
        }

        output.ToClient(draft);
    }

    /// <summary>Handles <c>response.mcp_call*</c>.</summary>
    /// <param name="draft">The event.</param>
    public void McpCall(EventDraft draft)
    {
        Place(draft);
        if (draft.Type == RealtimeEventType.ResponseMcpCallArgumentsDelta)
        {
            // A random filler of OpenAI's, which a strict client wants to see.
            draft.Fill("obfuscation", "");
        }

        output.ToClient(draft);
    }

    private OutputItem? Place(EventDraft draft)
    {
        var item = response.Locate(draft.Body.Id("item_id"), draft.Body.Id("call_id"), draft.Body.Int("output_index"));
        draft.FillId("response_id", response.Id);
        draft.FillId("item_id", item?.Id);
        draft.Fill("output_index", item?.Index ?? 0);
        return item;
    }

    private void End(EventDraft draft, OutputItem? item, string partType, string field)
    {
        draft.Fill(field, item?.StreamedOf(partType) ?? "");
        item?.Replace(partType, draft.Body.Text(field) ?? "");
        if (items.Find(item?.Id) is { } copy)
        {
            ItemCopies.SetPart(copy, draft.Body.Int("content_index") ?? 0, "output_" + partType, field, draft.Body.Text(field) ?? "");
        }
    }
}
