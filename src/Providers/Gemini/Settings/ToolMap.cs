using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.Gemini.Settings;

/// <summary>Makes the service's list of tools of the client's.</summary>
internal static class ToolMap
{
    /// <summary>Maps.</summary>
    /// <param name="tools">The client's function tools.</param>
    /// <returns>The <c>tools</c>; null when there are none.</returns>
    public static JsonArray? Map(JsonArray tools) => tools.Count == 0 ? null : new JsonArray(new JsonObject
    {
        ["functionDeclarations"] = new JsonArray([.. tools.OfType<JsonObject>().Select(Declaration)]),
    });

    private static JsonNode Declaration(JsonObject tool)
    {
        var declaration = new JsonObject { ["name"] = tool.Text("name") };
        if (tool.Id("description") is { } description)
        {
            declaration["description"] = description;
        }

        if (SchemaMap.Map(tool.Child("parameters")) is { } parameters)
        {
            declaration["parameters"] = parameters;
        }

        return declaration;
    }
}
