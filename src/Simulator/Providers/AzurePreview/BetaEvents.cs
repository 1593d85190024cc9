using System.Text.Json.Nodes;
using Realtime.Simulator.Forms;
using Realtime.Simulator.Json;
using Realtime.Simulator.Sessions;

namespace Realtime.Simulator.Providers.AzurePreview;

/// <summary>Writes server events in the beta form.</summary>
internal sealed class BetaEvents
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["conversation.item.added"] = "conversation.item.created",
        ["response.output_text.delta"] = "response.text.delta",
        ["response.output_text.done"] = "response.text.done",
        ["response.output_audio.delta"] = "response.audio.delta",
        ["response.output_audio.done"] = "response.audio.done",
        ["response.output_audio_transcript.delta"] = "response.audio_transcript.delta",
        ["response.output_audio_transcript.done"] = "response.audio_transcript.done",
    };

    /// <summary>The session's temperature, which responses repeat.</summary>
    public double Temperature { get; set; } = 0.8;

    /// <summary>Rewrites an event; null when this form has none for it.</summary>
    public JsonObject? Rewrite(JsonObject serverEvent)
    {
        var type = serverEvent.Text("type")!;
        switch (type)
        {
            case "conversation.item.done":
                return null;
            case "conversation.item.truncated":
                serverEvent.Remove(ItemCommands.KeptTranscript);
                break;
            case "session.created" or "session.updated" when serverEvent.Object("session").Text("object") == BetaSessions.TranscriptionObject:
                serverEvent["type"] = "transcription_" + type;
                break;
        }

        if (Names.TryGetValue(type, out var name))
        {
            serverEvent["type"] = name;
        }

        RewriteItem(serverEvent.Object("item"));
        RewriteResponse(serverEvent.Object("response"));
        return serverEvent;
    }

    private static void RewriteItem(JsonObject? item)
    {
        foreach (var part in (item.Array("content") ?? []).OfType<JsonObject>())
        {
            part["type"] = part.Text("type") switch
            {
                "output_text" => "text",
                "output_audio" => "audio",
                var other => other,
            };
            if (part.Text("type") is "input_audio" or "audio" && string.IsNullOrEmpty(part.Text("transcript")))
            {
                part["transcript"] = null;
            }
        }
    }

    private void RewriteResponse(JsonObject? response)
    {
        if (response is null)
        {
            return;
        }

        foreach (var item in (response.Array("output") ?? []).OfType<JsonObject>())
        {
            RewriteItem(item);
        }

        var output = response.Object("audio").Object("output");
        response["modalities"] = response.Array("output_modalities")?[0]?.ToString() == "audio" ? new JsonArray("audio", "text") : new JsonArray("text");
        response["voice"] = output?["voice"]?.DeepClone();
        response["output_audio_format"] = AudioFormats.NameOf(output.Object("format").Text("type"));
        response["temperature"] = Temperature;
        response.Remove("audio");
        response.Remove("output_modalities");
    }
}
