using System.Text.Json.Nodes;

namespace Realtime.Providers.Sessions;

/// <summary>The GA session object of a provider that has none of its own, as a client meets it that has set nothing.</summary>
internal static class SessionObject
{
    // Temperature is the beta form's, which the providers still have.
    private static readonly string[] Known =
    [
        "type", "object", "id", "model", "expires_at", "output_modalities", "instructions", "audio", "include", "tools", "tool_choice",
        "parallel_tool_calls", "reasoning", "max_output_tokens", "truncation", "tracing", "prompt", "temperature", "client_secret",
    ];

    /// <summary>Finds a field that no session has.</summary>
    /// <param name="patch">What a client wants changed.</param>
    /// <returns>The first such field; null if there is none.</returns>
    public static string? UnknownField(JsonObject patch) => patch.Select(field => field.Key).FirstOrDefault(name => !Known.Contains(name));

    /// <summary>Makes it.</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="transcription">What transcribes the user; null for nothing.</param>
    /// <param name="detection">How turns are found.</param>
    /// <param name="voice">The voice.</param>
    /// <returns>The object.</returns>
    public static JsonObject Create(string id, string model, JsonObject? transcription, JsonObject detection, string voice) => new()
    {
        ["type"] = "realtime",
        ["object"] = "realtime.session",
        ["id"] = id,
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
                ["transcription"] = transcription,
                ["noise_reduction"] = null,
                ["turn_detection"] = detection,
            },
            ["output"] = new JsonObject { ["format"] = Pcm(), ["voice"] = voice, ["speed"] = 1.0 },
        },
    };

    private static JsonObject Pcm() => new() { ["type"] = "audio/pcm", ["rate"] = 24_000 };
}
