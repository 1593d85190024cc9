using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.Bedrock.Settings;

/// <summary>Function tools as Nova writes them: each a <c>toolSpec</c> whose schema is JSON within a string.</summary>
internal static class ToolMap
{
    private const string EmptySchema = """{"type":"object","properties":{}}""";

    /// <summary>Maps tools.</summary>
    /// <param name="tools">The client's tools, checked before.</param>
    /// <param name="choice">The client's <c>tool_choice</c>: Nova knows no "none", so that means no tools.</param>
    /// <returns>Nova's tools; null for none.</returns>
    public static JsonArray? ToNova(JsonArray? tools, JsonNode? choice)
    {
        if (tools is not { Count: > 0 } || choice.AsText() == "none")
        {
            return null;
        }

        return new JsonArray([.. tools.OfType<JsonObject>().Select(ToSpec)]);
    }

    private static JsonObject ToSpec(JsonObject tool) => new()
    {
        ["toolSpec"] = new JsonObject
        {
            ["name"] = tool.Text("name"),
            ["description"] = tool.Text("description") is { Length: > 0 } description ? description : tool.Text("name"),
            ["inputSchema"] = new JsonObject
            {
                ["json"] = tool.Child("parameters") is { Count: > 0 } schema ? schema.ToJsonString() : EmptySchema,
            },
        },
    };
}
