using System.Text.Json.Nodes;
using Realtime.Simulator.Json;

namespace Realtime.Simulator.Providers.Xai;

/// <summary>Writes server events with xAI's peculiarities: some are missing, some come twice, some lack what OpenAI's always have.</summary>
internal sealed class XaiEvents
{
    private const string Transcription = "conversation.item.input_audio_transcription.";

    private readonly Dictionary<string, string> _transcripts = new(StringComparer.Ordinal);
    private readonly List<JsonObject> _calls = [];

    public IEnumerable<JsonObject> Rewrite(JsonObject serverEvent)
    {
        switch (serverEvent.Text("type"))
        {
            case "rate_limits.updated" or Transcription + "failed":
                return [];
            case "conversation.item.done":
                return Done(serverEvent);
            case "conversation.item.deleted":
                serverEvent["item_id"] = "";
                return [serverEvent];
            case Transcription + "delta":
                return Updated(serverEvent);
            case Transcription + "completed":
                serverEvent.Remove("usage");
                serverEvent["status"] = "completed";
                return [serverEvent];
            case "input_audio_buffer.speech_started":
                return Without(serverEvent, "audio_start_ms");
            case "input_audio_buffer.speech_stopped":
                return Without(serverEvent, "audio_end_ms");
            case "response.content_part.done":
                return Without(serverEvent, "part");
            case "response.output_audio_transcript.done":
                return Without(serverEvent, "transcript");
            case "response.output_text.delta":
                var twin = (JsonObject)serverEvent.DeepClone();
                twin["type"] = "response.text.delta";
                return [serverEvent, twin];
            case "response.function_call_arguments.done":
                _calls.Add(new() { ["type"] = serverEvent.Text("type"), ["call_id"] = serverEvent.Text("call_id"), ["name"] = serverEvent.Text("name"), ["arguments"] = serverEvent.Text("arguments") });
                return [];
            case "response.created":
                Trim(serverEvent.Object("response")!).Remove("usage");
                return [serverEvent];
            case "response.done":
                return ResponseDone(serverEvent);
            default:
                return [serverEvent];
        }
    }

    private static JsonObject[] Without(JsonObject serverEvent, string name)
    {
        serverEvent.Remove(name);
        return [serverEvent];
    }

    // A call is announced a second time when it is whole, after an item that nobody was told of.
    private static JsonObject[] Done(JsonObject serverEvent)
    {
        if (serverEvent.Object("item").Text("type") != "function_call")
        {
            return [];
        }

        serverEvent["type"] = "conversation.item.added";
        serverEvent["previous_item_id"] = "item_unannounced";
        return [serverEvent];
    }

    private static JsonObject Trim(JsonObject response)
    {
        foreach (var name in (string[])["audio", "max_output_tokens", "output_modalities", "conversation_id"])
        {
            response.Remove(name);
        }

        return response;
    }

    private JsonObject[] Updated(JsonObject serverEvent)
    {
        var item = serverEvent.Text("item_id")!;
        var isFirst = !_transcripts.ContainsKey(item);
        var text = _transcripts[item] = _transcripts.GetValueOrDefault(item) + serverEvent.Text("delta");
        serverEvent.Remove("delta");
        serverEvent["type"] = Transcription + "updated";
        serverEvent["transcript"] = text;
        if (isFirst)
        {
            return [serverEvent];
        }

        var early = (JsonObject)serverEvent.DeepClone();
        early["type"] = Transcription + "completed";
        early["status"] = "in_progress";
        return [serverEvent, early];
    }

    private JsonObject[] ResponseDone(JsonObject serverEvent)
    {
        var response = Trim(serverEvent.Object("response")!);
        var usage = response["usage"];
        response.Remove("usage");
        serverEvent["usage"] = usage;
        JsonObject[] events = [.. _calls, serverEvent];
        _calls.Clear();
        return events;
    }
}
