using System.Text;
using System.Text.Json.Nodes;
using Realtime.Protocol.Audio;
using Realtime.Providers.Gemini.Output;

namespace Realtime.Providers.Gemini.Responses;

/// <summary>A message of the model while it comes.</summary>
/// <param name="place">Where it stands.</param>
/// <param name="isText">Whether the client gets it as text.</param>
internal sealed class OpenMessage(OutputPlace place, bool isText)
{
    /// <summary>Gets where it stands.</summary>
    public OutputPlace Place => place;

    /// <summary>Gets a value indicating whether the client gets it as text.</summary>
    public bool IsText => isText;

    /// <summary>Gets what it said so far.</summary>
    public StringBuilder Words { get; } = new();

    /// <summary>Gets or sets what changes the format of its audio; null until there was some.</summary>
    public AudioTranscoder? Transcoder { get; set; }

    /// <summary>Gets or sets the bytes of its audio that the client got.</summary>
    public long AudioBytes { get; set; }

    /// <summary>Writes the item.</summary>
    /// <param name="status">Its status.</param>
    /// <returns>The item.</returns>
    public JsonObject ToItem(string status)
    {
        var content = new JsonArray();
        if (status != "in_progress")
        {
            content.Add((JsonNode)new JsonObject
            {
                ["type"] = isText ? "output_text" : "output_audio",
                [isText ? "text" : "transcript"] = Words.ToString(),
            });
        }

        return new JsonObject
        {
            ["id"] = place.ItemId,
            ["object"] = "realtime.item",
            ["type"] = "message",
            ["status"] = status,
            ["role"] = "assistant",
            ["content"] = content,
        };
    }

    /// <summary>Writes the part that the message consists of.</summary>
    /// <returns>The part.</returns>
    public JsonObject ToPart() => new()
    {
        ["type"] = isText ? "text" : "audio",
        [isText ? "text" : "transcript"] = Words.ToString(),
    };
}
