using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.XAI.Responses;

/// <summary>Gives the <c>part</c> of a <c>response.content_part.*</c> event the GA form.</summary>
/// <remarks>
/// Source: the OpenAI Realtime API reference. A part is <c>text</c> or <c>audio</c>, unlike an item's content, and its fields are left out
/// rather than null: strict clients ignore the event otherwise.
/// </remarks>
internal static class PartShape
{
    private static readonly string[] Optional = ["text", "transcript", "audio"];

    /// <summary>Reads the type of a part.</summary>
    /// <param name="part">The part, if there is one.</param>
    /// <param name="otherwise">The type of one that does not tell.</param>
    /// <returns><c>text</c> or <c>audio</c>.</returns>
    public static string TypeOf(JsonObject? part, string otherwise) => part?.Text("type") switch
    {
        "text" or "output_text" => "text",
        "audio" or "output_audio" => "audio",
        _ => otherwise,
    };

    /// <summary>Makes or normalizes an event's part.</summary>
    /// <param name="body">The event.</param>
    /// <param name="type">The part's type.</param>
    /// <param name="text">What was said or written in it.</param>
    /// <returns>Whether the event changed.</returns>
    public static bool Normalize(JsonObject body, string type, string text)
    {
        var changed = body.Child("part") is null;
        var part = body.Need("part");
        changed |= part.Put("type", type);
        foreach (var name in Optional)
        {
            if (part.TryGetPropertyValue(name, out var value) && value is null)
            {
                changed |= part.Remove(name);
            }
        }

        return part.Fill(type == "text" ? "text" : "transcript", text) || changed;
    }
}
