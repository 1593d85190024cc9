using System.Text.Json.Nodes;
using Realtime.Providers.Sessions;

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
    public static JsonObject Create(string sessionId, string model) =>
        SessionObject.Create(sessionId, model, transcription: null, ServerVad(), Voice);

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
}
