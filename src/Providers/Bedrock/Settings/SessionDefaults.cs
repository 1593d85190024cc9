using System.Text.Json.Nodes;

namespace Realtime.Providers.Bedrock.Settings;

/// <summary>The session that a client meets.</summary>
internal static class SessionDefaults
{
    /// <summary>Makes it.</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="modelId">The model's id, which is also the name of what transcribes the user: Nova does so by itself.</param>
    /// <returns>A GA session object.</returns>
    public static JsonObject Create(string id, string modelId) => new()
    {
        ["type"] = "realtime",
        ["object"] = "realtime.session",
        ["id"] = id,
        ["model"] = modelId,
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
                ["transcription"] = new JsonObject { ["model"] = modelId },
                ["noise_reduction"] = null,
                ["turn_detection"] = new JsonObject
                {
                    ["type"] = "server_vad",
                    ["create_response"] = true,
                    ["interrupt_response"] = true,
                },
            },
            ["output"] = new JsonObject { ["format"] = Pcm(), ["voice"] = VoiceMap.Default, ["speed"] = 1.0 },
        },
    };

    private static JsonObject Pcm() => new() { ["type"] = "audio/pcm", ["rate"] = 24_000 };
}
