using System.Text.Json.Nodes;
using Realtime.Simulator.Sessions;

namespace Realtime.Simulator.Providers.OpenAi;

/// <summary>The session that a client of the current form meets before it changed anything.</summary>
internal static class GaSessions
{
    public const string Instructions =
        "You are a friendly voice assistant. Answer in the language you are spoken to, keep it short, and say so when you do not know.";

    public static JsonObject New(SessionSeed seed) => seed.Kind == SessionKind.Transcription ? Transcription(seed) : Realtime(seed);

    public static JsonObject? TurnDetection(string? type) => type switch
    {
        "server_vad" => new()
        {
            ["type"] = type,
            ["threshold"] = 0.5,
            ["prefix_padding_ms"] = 300,
            ["silence_duration_ms"] = 200,
            ["idle_timeout_ms"] = null,
            ["create_response"] = true,
            ["interrupt_response"] = true,
        },
        "semantic_vad" => new() { ["type"] = type, ["eagerness"] = "auto", ["create_response"] = true, ["interrupt_response"] = true },
        _ => null,
    };

    private static JsonObject Realtime(SessionSeed seed) => new()
    {
        ["type"] = "realtime",
        ["object"] = "realtime.session",
        ["id"] = seed.Id,
        ["model"] = seed.Model,
        ["output_modalities"] = new JsonArray("audio"),
        ["instructions"] = Instructions,
        ["tools"] = new JsonArray(),
        ["tool_choice"] = "auto",
        ["max_output_tokens"] = "inf",
        ["tracing"] = null,
        ["truncation"] = "auto",
        ["prompt"] = null,
        ["expires_at"] = seed.ExpiresAt,
        ["audio"] = new JsonObject
        {
            ["input"] = Input(),
            ["output"] = new JsonObject
            {
                ["format"] = Pcm(),
                ["voice"] = "marin",
                ["speed"] = 1.0,
            },
        },
        ["include"] = null,
    };

    private static JsonObject Transcription(SessionSeed seed) => new()
    {
        ["type"] = "transcription",
        ["object"] = "realtime.transcription_session",
        ["id"] = seed.Id,
        ["expires_at"] = seed.ExpiresAt,
        ["audio"] = new JsonObject { ["input"] = Input() },
        ["include"] = null,
    };

    private static JsonObject Input() => new()
    {
        ["format"] = Pcm(),
        ["transcription"] = null,
        ["noise_reduction"] = null,
        ["turn_detection"] = TurnDetection("server_vad"),
    };

    private static JsonObject Pcm() => new() { ["type"] = "audio/pcm", ["rate"] = 24000 };
}
