using System.Text.Json.Nodes;
using Realtime.Providers.Sessions;

namespace Realtime.Providers.Bedrock.Settings;

/// <summary>The session that a client meets.</summary>
internal static class SessionDefaults
{
    /// <summary>Makes it.</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="modelId">The model's id, which is also the name of what transcribes the user: Nova does so by itself.</param>
    /// <returns>A GA session object.</returns>
    public static JsonObject Create(string id, string modelId) => SessionObject.Create(
        id,
        modelId,
        transcription: new JsonObject { ["model"] = modelId },
        detection: new JsonObject { ["type"] = "server_vad", ["create_response"] = true, ["interrupt_response"] = true },
        VoiceMap.Default);
}
