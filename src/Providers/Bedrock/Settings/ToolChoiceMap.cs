using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.Bedrock.Settings;

/// <summary>Which tool must be called. "none" is not here: it means that there are no tools, see <see cref="ToolMap"/>.</summary>
internal static class ToolChoiceMap
{
    /// <summary>Maps <c>tool_choice</c>.</summary>
    /// <param name="choice">The client's, checked before.</param>
    /// <returns>Nova's <c>toolChoice</c>.</returns>
    public static JsonObject ToNova(JsonNode? choice) => choice switch
    {
        JsonObject function => new JsonObject { ["tool"] = new JsonObject { ["name"] = function.Text("name") } },
        _ when choice.AsText() == "required" => new JsonObject { ["any"] = new JsonObject() },
        _ => new JsonObject { ["auto"] = new JsonObject() },
    };
}
