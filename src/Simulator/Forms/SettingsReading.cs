using System.Text.Json.Nodes;
using Realtime.Simulator.Json;
using Realtime.Simulator.Sessions;
using Realtime.Simulator.Vad;

namespace Realtime.Simulator.Forms;

/// <summary>Reads the settings that all forms write alike, only at different places.</summary>
internal static class SettingsReading
{
    /// <summary>Reads turn detection; null and the oldest clients' <c>{"type":"none"}</c> switch it off.</summary>
    public static TurnDetection? Turns(JsonObject? detection, VadSettings defaults)
    {
        if (detection is null || detection.Text("type") == "none")
        {
            return null;
        }

        var vad = detection.Text("type") == "semantic_vad"
            ? defaults with { SilenceMs = TurnDetection.SemanticPauseMs(detection.Text("eagerness")) }
            : new VadSettings(
                detection.Number("threshold") ?? defaults.Threshold,
                (int)(detection.Number("prefix_padding_ms") ?? defaults.PrefixPaddingMs),
                (int)(detection.Number("silence_duration_ms") ?? defaults.SilenceMs));
        return new(
            vad,
            detection.Flag("create_response") ?? true,
            detection.Flag("interrupt_response") ?? true,
            (int?)detection.Number("idle_timeout_ms"));
    }

    /// <summary>Reads a limit of tokens, null for <c>"inf"</c> and for nothing.</summary>
    public static int? TokenLimit(JsonNode? limit) => limit is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.Number ? (int)value.AsDouble() : null;

    public static bool HasLogProbabilities(JsonArray? include) =>
        include?.Any(entry => entry?.ToString() == "item.input_audio_transcription.logprobs") == true;
}
