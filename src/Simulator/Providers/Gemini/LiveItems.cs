using System.Text.Json.Nodes;
using Realtime.Simulator.Audio;
using Realtime.Simulator.Conversation;
using Realtime.Simulator.Json;
using Realtime.Simulator.Sessions;

namespace Realtime.Simulator.Providers.Gemini;

/// <summary>Reads turns into items of a conversation.</summary>
internal static class LiveItems
{
    /// <summary>Reads a turn; null when it is not valid.</summary>
    public static ConversationItem? Read(JsonObject turn)
    {
        if (turn.Text("role") is not ("user" or "model") || turn.Array("parts") is not { } parts)
        {
            return null;
        }

        var isModel = turn.Text("role") == "model";
        var item = new ConversationItem(IdSource.Make("item"), "message") { Role = isModel ? "assistant" : "user" };
        foreach (var part in parts.OfType<JsonObject>())
        {
            if (part.Text("text") is { } text)
            {
                item.Content.Add(new(isModel ? ContentKind.OutputText : ContentKind.InputText) { Words = text });
            }
            else if (part.Object("inlineData") is { } data && !Add(item, data))
            {
                return null;
            }
        }

        return item;
    }

    private static bool Add(ConversationItem item, JsonObject data)
    {
        var type = data.Text("mimeType") ?? "";
        if (type.StartsWith("image/", StringComparison.Ordinal))
        {
            item.Content.Add(new(ContentKind.InputImage) { ImageUrl = $"data:{type};base64,{data.Text("data")}" });
            return true;
        }

        if (LiveInput.Decode(data) is not { } clip)
        {
            return false;
        }

        item.Content.Add(new(ContentKind.InputAudio) { Audio = clip });
        item.Speech = clip;
        item.SpokenMs = clip.DurationMs;
        item.Heard = SpokenText.Read(clip);
        return true;
    }
}
