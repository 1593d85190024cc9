using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.Gemini.Settings;

/// <summary>Puts a client's update into the session: what is present changes, null switches off, objects merge.</summary>
internal static class SettingsMerge
{
    // What the session tells and no client sets, and what has no equivalent: reported as it is, so that the answer says that nothing changed.
    private static readonly string[] Told = ["type", "id", "object", "expires_at", "model", "client_secret", "tracing", "include", "prompt"];

    /// <summary>Merges.</summary>
    /// <param name="session">The session in force; it stays as it is.</param>
    /// <param name="patch">The update, already checked.</param>
    /// <returns>The new session.</returns>
    public static JsonObject Apply(JsonObject session, JsonObject patch)
    {
        var result = (JsonObject)session.DeepClone();
        foreach (var (name, value) in patch)
        {
            if (name == "audio")
            {
                Audio(result.Need("audio"), value as JsonObject);
            }
            else if (!Told.Contains(name))
            {
                result[name] = value?.DeepClone() ?? Reset(name);
            }
        }

        return result;
    }

    private static JsonNode? Reset(string name) => name switch
    {
        "instructions" => "",
        "tools" => new JsonArray(),
        "tool_choice" => "auto",
        "max_output_tokens" => "inf",
        "truncation" => "auto",
        _ => null,
    };

    private static void Audio(JsonObject audio, JsonObject? patch)
    {
        if (patch?.Child("input") is { } input)
        {
            var target = audio.Need("input");
            Copy(target, input, "format", "transcription");
            if (input.ContainsKey("turn_detection"))
            {
                target["turn_detection"] = Detection(target.Child("turn_detection"), input.Child("turn_detection"));
            }
        }

        // The speed stays at 1, which the answer says: the service has none.
        if (patch?.Child("output") is { } output)
        {
            Copy(audio.Need("output"), output, "format", "voice");
        }
    }

    private static void Copy(JsonObject target, JsonObject source, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (source.TryGetPropertyValue(name, out var value) && (value is not null || name == "transcription"))
            {
                target[name] = value?.DeepClone();
            }
        }
    }

    private static JsonObject? Detection(JsonObject? present, JsonObject? patch)
    {
        if (patch is null)
        {
            return null;
        }

        var type = patch.Text("type") ?? present?.Text("type") ?? "server_vad";
        var result = present?.Text("type") == type
            ? (JsonObject)present.DeepClone()
            : type == "semantic_vad" ? SessionDefaults.SemanticVad() : SessionDefaults.ServerVad();
        foreach (var (name, value) in patch)
        {
            if (value is not null && result.ContainsKey(name))
            {
                result[name] = value.DeepClone();
            }
        }

        return result;
    }
}
