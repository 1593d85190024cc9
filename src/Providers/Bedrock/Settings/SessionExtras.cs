using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.Bedrock.Settings;

/// <summary>Finds settings of OpenAI's that do not exist at Nova Sonic.</summary>
internal static class SessionExtras
{
    /// <summary>Checks an update.</summary>
    /// <param name="session">The <c>session</c> of a <c>session.update</c>.</param>
    /// <returns>What cannot be had; null if all can.</returns>
    public static FieldRefusal? Find(JsonObject session) =>
        session.Has("prompt") ? FieldRefusal.Unsupported("session.prompt", "Stored prompts do not exist here: write the text into instructions.")
        : session.Has("reasoning") ? FieldRefusal.Unsupported("session.reasoning", "Nova Sonic has no setting for its reasoning.")
        : session["parallel_tool_calls"]?.GetValueKind() == JsonValueKind.False
            ? FieldRefusal.Unsupported("session.parallel_tool_calls", "Nova Sonic decides by itself how many functions it calls.")
        : session.List("include") is { Count: > 0 }
            ? FieldRefusal.Unsupported("session.include", "Nova Sonic tells no log probabilities.")
        : session.Has("truncation") && session["truncation"].AsText() != "auto"
            ? FieldRefusal.Unsupported("session.truncation", "The gateway shortens a long history by itself: use \"auto\".")
        : null;
}
