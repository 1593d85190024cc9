using System.Globalization;
using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.Bedrock.Settings;

/// <summary>Finds what is wrong with tools and the choice among them.</summary>
internal static class ToolCheck
{
    /// <summary>Checks them.</summary>
    /// <param name="tools">The <c>tools</c>, or null.</param>
    /// <param name="choice">The <c>tool_choice</c>, or null.</param>
    /// <param name="parent">The path of the object that holds both.</param>
    /// <returns>What is wrong; null if nothing is.</returns>
    public static FieldRefusal? Find(JsonNode? tools, JsonNode? choice, string parent)
    {
        if (tools is not (null or JsonArray))
        {
            return FieldRefusal.Invalid(parent + ".tools", "an array");
        }

        var list = tools as JsonArray ?? [];
        for (var index = 0; index < list.Count; index++)
        {
            if (FindInTool(list[index] as JsonObject, string.Create(CultureInfo.InvariantCulture, $"{parent}.tools[{index}]")) is { } refusal)
            {
                return refusal;
            }
        }

        return Choice(choice, parent + ".tool_choice");
    }

    private static FieldRefusal? FindInTool(JsonObject? tool, string path) =>
        tool is null ? FieldRefusal.Invalid(path, "an object")
        : tool.Text("type") != "function" ? FieldRefusal.Unsupported(path + ".type", "Nova Sonic calls functions only.")
        : tool.Id("name") is null ? FieldRefusal.Invalid(path + ".name", "the function's name")
        : tool["parameters"] is not (null or JsonObject) ? FieldRefusal.Invalid(path + ".parameters", "a JSON schema object")
        : null;

    private static FieldRefusal? Choice(JsonNode? choice, string path) => choice switch
    {
        null => null,
        JsonObject named when named.Text("type") == "function" && named.Id("name") is not null => null,
        JsonObject => FieldRefusal.Unsupported(path, "Nova Sonic can be made to call a function by name only."),
        _ when choice.AsText() is "auto" or "none" or "required" => null,
        _ => FieldRefusal.Invalid(path, "auto, none, required or a function"),
    };
}
