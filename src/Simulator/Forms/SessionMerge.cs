using System.Text.Json.Nodes;
using Realtime.Simulator.Json;

namespace Realtime.Simulator.Forms;

/// <summary>Merges a patch into a session: only what is present changes, objects merge, null switches off.</summary>
internal static class SessionMerge
{
    // These are one value each, however many members they have.
    private static readonly HashSet<string> Whole = ["format", "tools", "tool_choice", "tracing", "prompt", "truncation", "voice", "include", "replace"];

    public static void Apply(JsonObject target, JsonObject patch, Func<string?, JsonObject?> turnDetectionDefaults)
    {
        foreach (var (name, value) in patch)
        {
            if (name == "turn_detection" && value is JsonObject detection)
            {
                target[name] = Turns(target.Object(name), detection, turnDetectionDefaults);
            }
            else if (value is JsonObject inner && target[name] is JsonObject present && !Whole.Contains(name))
            {
                Apply(present, inner, turnDetectionDefaults);
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }
    }

    private static JsonObject? Turns(JsonObject? present, JsonObject patch, Func<string?, JsonObject?> defaults)
    {
        var type = patch.Text("type") ?? present.Text("type");
        var result = present is not null && present.Text("type") == type ? (JsonObject)present.DeepClone() : defaults(type);
        foreach (var (name, value) in patch)
        {
            result?[name] = value?.DeepClone();
        }

        return result;
    }
}
