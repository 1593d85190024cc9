using System.Text.Json.Nodes;
using Realtime.Simulator.Json;
using Realtime.Simulator.Sessions;

namespace Realtime.Simulator.Providers.Bedrock;

/// <summary>Reads <c>promptStart</c> into the settings that the scripted model knows.</summary>
internal static class NovaSettings
{
    /// <summary>Reads them.</summary>
    public static SessionSettings Read(JsonObject prompt)
    {
        var tools = prompt.Object("toolConfiguration");
        return new SessionSettings
        {
            Tools = new JsonArray([.. (tools.Array("tools") ?? []).OfType<JsonObject>().Select(Tool)]),
            ToolChoice = Choice(tools.Object("toolChoice")),
        };
    }

    private static JsonObject Tool(JsonObject tool)
    {
        var spec = tool.Object("toolSpec");
        return new JsonObject
        {
            ["type"] = "function",
            ["name"] = spec.Text("name"),
            ["parameters"] = JsonNode.Parse(spec.Object("inputSchema").Text("json")!),
        };
    }

    private static JsonNode? Choice(JsonObject? choice) =>
        choice?.ContainsKey("any") == true ? "required"
        : choice.Object("tool").Text("name") is { } name ? new JsonObject { ["type"] = "function", ["name"] = name }
        : null;
}
