using System.Globalization;
using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.Gemini.Settings;

/// <summary>Makes <c>contextWindowCompression</c> of <c>truncation</c>; without it a session ends when its context is full.</summary>
internal static class CompressionMap
{
    private const int Window = 128_000;
    private const double Trigger = 0.8;

    /// <summary>Maps.</summary>
    /// <param name="truncation">The session's <c>truncation</c>.</param>
    /// <returns>The object; null when the client switched truncation off.</returns>
    public static JsonObject? Map(JsonNode? truncation)
    {
        if (truncation.AsText() == "disabled")
        {
            return null;
        }

        var window = new JsonObject();
        if (truncation is JsonObject ratio && ratio.Number("retention_ratio") is { } kept)
        {
            var tokens = ratio.Child("token_limits")?.Int("post_instructions") ?? (int)(Window * Trigger);
            window["targetTokens"] = ((long)(tokens * Math.Clamp(kept, 0, 1))).ToString(CultureInfo.InvariantCulture);
        }

        return new JsonObject { ["slidingWindow"] = window };
    }
}
