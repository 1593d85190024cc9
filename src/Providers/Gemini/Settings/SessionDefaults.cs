using System.Text.Json.Nodes;

namespace Realtime.Providers.Gemini.Settings;

/// <summary>The settings of a session whose client set none.</summary>
internal static class SessionDefaults
{
    /// <summary>The voice when none was asked for.</summary>
    public const string Voice = "marin";

    /// <summary>Makes the GA session object.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="model">The model's name.</param>
    /// <returns>The object.</returns>
    public static JsonObject Create(string sessionId, string model) => new()
    {
        ["type"] = "realtime",
        ["object"] = "realtime.session",
        ["id"] = sessionId,
        ["model"] = model,
        ["output_modalities"] = new JsonArray("audio"),
        ["instructions"] = "",
        ["tools"] = new JsonArray(),
        ["tool_choice"] = "auto",
        ["max_output_tokens"] = "inf",
        ["tracing"] = null,
        ["truncation"] = "auto",
        ["prompt"] = null,
        ["include"] = null,
        ["audio"] = new JsonObject
        {
            ["input"] = new JsonObject
            {
                ["format"] = Pcm(),
                ["transcription"] = null,
                ["noise_reduction"] = null,
                ["turn_detection"] = ServerVad(),
            },
            ["output"] = new JsonObject { ["format"] = Pcm(), ["voice"] = Voice, ["speed"] = 1.0 },
        },
    };

    /// <summary>Makes turn detection as it is when the client says no more than its type.</summary>
    /// <returns>The object.</returns>
    public static JsonObject ServerVad() => new()
    {
        ["type"] = "server_vad",
        ["threshold"] = 0.5,
        ["prefix_padding_ms"] = 300,
        ["silence_duration_ms"] = 500,
        ["idle_timeout_ms"] = null,
        ["create_response"] = true,
        ["interrupt_response"] = true,
    };

    /// <summary>Makes semantic turn detection as it is when the client says no more than its type.</summary>
    /// <returns>The object.</returns>
    public static JsonObject SemanticVad() => new()
    {
        ["type"] = "semantic_vad",
        ["eagerness"] = "auto",
        ["create_response"] = true,
        ["interrupt_response"] = true,
    };

    private static JsonObject Pcm() => new() { ["type"] = "audio/pcm", ["rate"] = 24_000 };
}
