using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.XAI.Session;

/// <summary>Maps <c>output_modalities</c> to the <c>modalities</c> that xAI takes for a response, where audio is named with its text.</summary>
internal static class ModalitiesMap
{
    /// <summary>Maps the client's choice.</summary>
    /// <param name="wanted"><c>["audio"]</c> or <c>["text"]</c>.</param>
    /// <returns>xAI's form.</returns>
    public static JsonArray ToXai(JsonArray wanted) => HasAudio(wanted) ? ["text", "audio"] : ["text"];

    /// <summary>Maps xAI's form, or any other.</summary>
    /// <param name="told">The modalities.</param>
    /// <returns><c>["audio"]</c> or <c>["text"]</c>.</returns>
    public static JsonArray ToCanonical(JsonArray told) => HasAudio(told) ? ["audio"] : ["text"];

    private static bool HasAudio(JsonArray modalities) => modalities.Any(modality => modality.AsText() == "audio");
}
