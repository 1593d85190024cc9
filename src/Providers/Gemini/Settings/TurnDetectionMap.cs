using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.Gemini.Settings;

/// <summary>Makes <c>realtimeInputConfig</c> of turn detection.</summary>
internal static class TurnDetectionMap
{
    // A threshold from here on means that noise is about, one below the other that the user is soft-spoken.
    private const double Deaf = 0.6;
    private const double Keen = 0.4;
    private const int PatientSilenceMs = 1_500;

    /// <summary>Maps.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The <c>realtimeInputConfig</c>.</returns>
    public static JsonObject Map(LiveSettings settings)
    {
        var automatic = new JsonObject { ["disabled"] = settings.Mode != TurnMode.Automatic };
        var config = new JsonObject { ["automaticActivityDetection"] = automatic };
        if (settings.Mode == TurnMode.Automatic)
        {
            Automatic(automatic, settings.Detection!);
        }

        if (!settings.Interrupts)
        {
            config["activityHandling"] = "NO_INTERRUPTION";
        }

        return config;
    }

    private static void Automatic(JsonObject automatic, JsonObject detection)
    {
        if (detection.Text("type") == "semantic_vad")
        {
            Semantic(automatic, detection.Text("eagerness"));
            return;
        }

        if (detection.Number("threshold") is { } threshold and (> Deaf or < Keen))
        {
            automatic["startOfSpeechSensitivity"] = threshold > Deaf ? "START_SENSITIVITY_LOW" : "START_SENSITIVITY_HIGH";
        }

        if (detection.Int("prefix_padding_ms") is { } padding)
        {
            automatic["prefixPaddingMs"] = padding;
        }

        if (detection.Int("silence_duration_ms") is { } silence)
        {
            automatic["silenceDurationMs"] = silence;
        }
    }

    // The service has no detection by meaning; how eager it is comes nearest by sensitivity and silence.
    private static void Semantic(JsonObject automatic, string? eagerness)
    {
        switch (eagerness)
        {
            case "low":
                automatic["endOfSpeechSensitivity"] = "END_SENSITIVITY_LOW";
                automatic["silenceDurationMs"] = PatientSilenceMs;
                break;
            case "high":
                automatic["endOfSpeechSensitivity"] = "END_SENSITIVITY_HIGH";
                break;
        }
    }
}
