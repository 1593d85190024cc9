using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.XAI.Session;

/// <summary>Maps tools: the fields that xAI documents for each kind, and no others.</summary>
/// <remarks>
/// Source: xAI's voice documentation. xAI runs MCP tools without asking, so a tool that demands approval is refused instead of losing its
/// demand. Kinds that are not documented pass as they are and are for xAI to judge.
/// </remarks>
internal static class ToolMap
{
    /// <summary>Maps a list of tools.</summary>
    /// <param name="tools">The client's tools.</param>
    /// <param name="path">The dotted path of the list, for an error.</param>
    /// <param name="refusal">Why the list cannot be mapped, or <see langword="null"/>.</param>
    /// <returns>xAI's tools.</returns>
    public static JsonArray ToXai(JsonArray tools, string path, out Refusal? refusal)
    {
        refusal = null;
        var mapped = new JsonArray();
        for (var index = 0; index < tools.Count; index++)
        {
            if (tools[index] is not JsonObject tool)
            {
                mapped.Add(tools[index]?.DeepClone());
                continue;
            }

            if (tool.Text("type") == "mcp" && tool["require_approval"] is { } approval && approval.AsText() != "never")
            {
                refusal = new Refusal(
                    "This model's provider runs MCP tools without asking for approval. Set require_approval to \"never\" to allow that.",
                    $"{path}[{index}].require_approval");
            }

            mapped.Add(Map(tool));
        }

        return mapped;
    }

    private static JsonObject Map(JsonObject tool)
    {
        var mapped = new JsonObject();
        switch (tool.Text("type"))
        {
            case "function":
                // Some clients nest the function as chat completions do; xAI takes the flat form of the Realtime protocol.
                (tool.Child("function") ?? tool).CopyTo(mapped, "name", "description", "parameters");
                mapped.Insert(0, "type", "function");
                return mapped;

            case "web_search":
                tool.CopyTo(
                    mapped, "type", "allowed_domains", "excluded_domains", "location", "user_location", "enable_image_understanding");
                return mapped;

            case "x_search":
                tool.CopyTo(
                    mapped,
                    "type",
                    "allowed_x_handles",
                    "excluded_x_handles",
                    "from_date",
                    "to_date",
                    "enable_image_understanding",
                    "enable_video_understanding");
                return mapped;

            case "file_search":
                tool.CopyTo(mapped, "type", "vector_store_ids", "max_num_results");
                return mapped;

            case "mcp":
                tool.CopyTo(
                    mapped, "type", "server_url", "server_label", "server_description", "allowed_tools", "authorization", "headers");
                return mapped;

            default:
                return (JsonObject)tool.DeepClone();
        }
    }
}
