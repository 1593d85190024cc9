using System.Text.Json.Nodes;

namespace Realtime.Providers.Tests.XAI;

/// <summary>What the OpenAI Realtime API reference demands of each server event; strict clients ignore an event without it.</summary>
internal static class RequiredFields
{
    private const string Place = "response_id item_id output_index content_index ";

    private static readonly Dictionary<string, string> ByType = new()
    {
        ["error"] = "error",
        ["session.created"] = "session",
        ["session.updated"] = "session",
        ["conversation.created"] = "conversation",
        ["conversation.item.added"] = "item",
        ["conversation.item.done"] = "item",
        ["conversation.item.retrieved"] = "item",
        ["conversation.item.truncated"] = "item_id content_index audio_end_ms",
        ["conversation.item.deleted"] = "item_id",
        ["conversation.item.input_audio_transcription.delta"] = "item_id content_index delta",
        ["conversation.item.input_audio_transcription.completed"] = "item_id content_index transcript usage",
        ["input_audio_buffer.speech_started"] = "audio_start_ms item_id",
        ["input_audio_buffer.speech_stopped"] = "audio_end_ms item_id",
        ["input_audio_buffer.committed"] = "item_id",
        ["input_audio_buffer.cleared"] = "",
        ["input_audio_buffer.timeout_triggered"] = "audio_start_ms audio_end_ms item_id",
        ["response.created"] = "response",
        ["response.done"] = "response",
        ["response.output_item.added"] = "response_id output_index item",
        ["response.output_item.done"] = "response_id output_index item",
        ["response.content_part.added"] = Place + "part",
        ["response.content_part.done"] = Place + "part",
        ["response.output_text.delta"] = Place + "delta",
        ["response.output_text.done"] = Place + "text",
        ["response.output_audio.delta"] = Place + "delta",
        ["response.output_audio.done"] = Place,
        ["response.output_audio_transcript.delta"] = Place + "delta",
        ["response.output_audio_transcript.done"] = Place + "transcript",
        ["response.function_call_arguments.delta"] = "response_id item_id output_index call_id delta",
        ["response.function_call_arguments.done"] = "response_id item_id output_index call_id name arguments",
        ["response.mcp_call_arguments.delta"] = "response_id item_id output_index delta obfuscation",
        ["response.mcp_call_arguments.done"] = "response_id item_id output_index arguments",
        ["response.mcp_call.completed"] = "item_id output_index",
    };

    public static void Check(string json)
    {
        var body = JsonNode.Parse(json)!.AsObject();
        ByType.ShouldContainKey(json.Type());
        foreach (var name in ByType[json.Type()].Split(' ', StringSplitOptions.RemoveEmptyEntries).Append("event_id"))
        {
            (body[name] is null).ShouldBeFalse($"{name} is missing in {json}");
        }
    }
}
