using System.Text.Json.Nodes;
using Realtime.Simulator.Providers.OpenAi;
using Realtime.Simulator.Sessions;

namespace Realtime.Simulator.Providers.AzurePreview;

/// <summary>The session that a client of the beta form meets before it changed anything.</summary>
internal static class BetaSessions
{
    public const string TranscriptionObject = "realtime.transcription_session";

    public static JsonObject New(SessionSeed seed) => seed.Kind == SessionKind.Transcription ? Transcription(seed) : new()
    {
        ["id"] = seed.Id,
        ["object"] = "realtime.session",
        ["model"] = seed.Model,
        ["expires_at"] = seed.ExpiresAt,
        ["modalities"] = new JsonArray("audio", "text"),
        ["instructions"] = GaSessions.Instructions,
        ["voice"] = "alloy",
        ["input_audio_format"] = "pcm16",
        ["output_audio_format"] = "pcm16",
        ["input_audio_transcription"] = null,
        ["input_audio_noise_reduction"] = null,
        ["turn_detection"] = TurnDetection("server_vad"),
        ["speed"] = 1.0,
        ["tracing"] = null,
        ["tools"] = new JsonArray(),
        ["tool_choice"] = "auto",
        ["temperature"] = 0.8,
        ["max_response_output_tokens"] = "inf",
        ["include"] = null,
        ["prompt"] = null,
    };

    public static JsonObject? TurnDetection(string? type) => type switch
    {
        "server_vad" => new()
        {
            ["type"] = type,
            ["threshold"] = 0.5,
            ["prefix_padding_ms"] = 300,
            ["silence_duration_ms"] = 200,
            ["create_response"] = true,
            ["interrupt_response"] = true,
        },
        "semantic_vad" => new() { ["type"] = type, ["eagerness"] = "auto", ["create_response"] = true, ["interrupt_response"] = true },
        _ => null,
    };

    private static JsonObject Transcription(SessionSeed seed) => new()
    {
        ["id"] = seed.Id,
        ["object"] = TranscriptionObject,
        ["expires_at"] = seed.ExpiresAt,
        ["input_audio_format"] = "pcm16",
        ["input_audio_transcription"] = new JsonObject { ["model"] = "whisper-1" },
        ["input_audio_noise_reduction"] = null,
        ["turn_detection"] = TurnDetection("server_vad"),
        ["include"] = null,
    };
}
