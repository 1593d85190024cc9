using System.Text.Json.Nodes;
using Realtime.Simulator.Audio;

namespace Realtime.Simulator.Conversation;

/// <summary>Writes items in the current form.</summary>
internal static class ItemWriter
{
    /// <summary>Writes an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="audioFormat">The format in which its audio is written; null leaves audio out, as all events but one do.</param>
    public static JsonObject Write(ConversationItem item, AudioFormat? audioFormat = null)
    {
        var result = new JsonObject { ["id"] = item.Id, ["object"] = "realtime.item", ["type"] = item.Type, ["status"] = item.Status };
        switch (item.Type)
        {
            case "message":
                result["role"] = item.Role;
                result["content"] = new JsonArray([.. item.Content.Select(part => WritePart(part, audioFormat))]);
                break;
            case "function_call":
                result["name"] = item.Name;
                result["call_id"] = item.CallId;
                result["arguments"] = item.Arguments;
                break;
            case "function_call_output":
                result["call_id"] = item.CallId;
                result["output"] = item.Output;
                break;
        }

        return result;
    }

    private static JsonObject WritePart(ContentPart part, AudioFormat? audioFormat)
    {
        var result = new JsonObject();
        switch (part.Kind)
        {
            case ContentKind.InputText or ContentKind.OutputText:
                result["type"] = part.Kind == ContentKind.InputText ? "input_text" : "output_text";
                result["text"] = part.Words ?? "";
                break;
            case ContentKind.InputImage:
                result["type"] = "input_image";
                result["image_url"] = part.ImageUrl;
                result["detail"] = part.Detail ?? "auto";
                break;
            default:
                result["type"] = part.Kind == ContentKind.InputAudio ? "input_audio" : "output_audio";
                AddSpeech(result, part, audioFormat);
                break;
        }

        return result;
    }

    private static void AddSpeech(JsonObject result, ContentPart part, AudioFormat? audioFormat)
    {
        // The schema knows no null here, and one public client insists on the member in user audio. Truncated speech has none at all.
        var transcript = part.Transcript ?? part.Words;
        if (transcript is not null || part.Kind == ContentKind.InputAudio)
        {
            result["transcript"] = transcript ?? "";
        }

        if (audioFormat is { } format)
        {
            result["audio"] = Convert.ToBase64String(part.Audio.Encode(format));
        }
    }
}
