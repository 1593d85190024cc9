using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.Bedrock.Settings;

/// <summary>Puts an update into a session: only what is there changes, audio settings one by one, and what Nova honours of them.</summary>
internal static class SessionMerge
{
    // Told and not taken, or without meaning beyond OpenAI: see docs/providers/bedrock.md.
    private static readonly string[] Kept = ["type", "object", "id", "model", "expires_at", "tracing", "client_secret", "audio"];

    /// <summary>Puts it in.</summary>
    /// <param name="session">The session.</param>
    /// <param name="patch">The update.</param>
    public static void Apply(JsonObject session, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (!Kept.Contains(name))
            {
                session[name] = value?.DeepClone();
            }
        }

        if (patch.Child("audio") is { } audio)
        {
            var own = session.Need("audio");
            Merge(own.Need("input"), audio.Child("input"));
            Merge(own.Need("output"), audio.Child("output"));
            var input = own.Need("input");
            input["turn_detection"] = EndpointingMap.Effective(input["turn_detection"]);
        }

        session["instructions"] ??= "";
        session["tools"] ??= new JsonArray();
        session["tool_choice"] ??= "auto";
    }

    private static void Merge(JsonObject own, JsonObject? patch)
    {
        foreach (var (name, value) in patch ?? [])
        {
            // Turn detection of another type is another object; the fields of one type change one by one.
            if (value is JsonObject part && own[name] is JsonObject former && (!part.ContainsKey("type") || part.Text("type") == former.Text("type")))
            {
                foreach (var (field, inner) in part)
                {
                    former[field] = inner?.DeepClone();
                }
            }
            else
            {
                own[name] = value?.DeepClone();
            }
        }
    }
}
