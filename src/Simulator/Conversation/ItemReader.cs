using System.Text.Json.Nodes;
using Realtime.Simulator.Audio;
using Realtime.Simulator.Json;

namespace Realtime.Simulator.Conversation;

/// <summary>Reads items that a client wrote and that were checked before.</summary>
internal static class ItemReader
{
    /// <summary>Reads an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="newId">The id that it gets when the client gave none.</param>
    /// <param name="inputFormat">The format of audio in it.</param>
    public static ConversationItem Read(JsonObject item, string newId, AudioFormat inputFormat)
    {
        var role = item.Text("role");
        var result = new ConversationItem(item.Text("id") is { Length: > 0 } id ? id : newId, item.Text("type") ?? "message")
        {
            Role = role,
            CallId = item.Text("call_id"),
            Name = item.Text("name"),
            Arguments = item.Text("arguments") ?? "",
            Output = item.Text("output") ?? "",
        };
        foreach (var part in (item.Array("content") ?? []).OfType<JsonObject>())
        {
            var content = ReadPart(part, role, inputFormat);
            result.Content.Add(content);
            result.SpokenMs += content.Audio.DurationMs;
        }

        return result;
    }

    private static ContentPart ReadPart(JsonObject part, string? role, AudioFormat inputFormat) => part.Text("type") switch
    {
        "input_audio" => new(ContentKind.InputAudio) { Audio = Decode(part.Text("audio"), inputFormat), Words = part.Text("transcript") },
        "input_image" => new(ContentKind.InputImage) { ImageUrl = part.Text("image_url"), Detail = part.Text("detail") },
        "audio" or "output_audio" => new(ContentKind.OutputAudio) { Words = part.Text("transcript") },
        "text" or "output_text" when role != "user" && role != "system" => new(ContentKind.OutputText) { Words = part.Text("text") },
        _ => new(ContentKind.InputText) { Words = part.Text("text") },
    };

    private static AudioClip Decode(string? base64, AudioFormat format)
    {
        var bytes = new byte[base64?.Length ?? 0];
        return Convert.TryFromBase64String(base64 ?? "", bytes, out var count) ? AudioClip.Decode(bytes.AsSpan(0, count), format) : AudioClip.Empty;
    }
}
