using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.XAI.Items;

/// <summary>Gives an item of xAI's the fields and names of the GA form.</summary>
/// <remarks>Source: the OpenAI Realtime API reference, conversation items.</remarks>
internal static class ItemShape
{
    /// <summary>Normalizes an item in place.</summary>
    /// <param name="item">The item.</param>
    /// <param name="status">The status of an item that has none.</param>
    /// <returns>Whether it changed.</returns>
    public static bool Normalize(JsonObject item, string status)
    {
        var changed = item.Fill("object", "realtime.item");
        changed |= item.Fill("type", item.ContainsKey("call_id") ? CallType(item) : "message");
        changed |= item.Fill("status", status);
        switch (item.Text("type"))
        {
            case "message":
                return NormalizeMessage(item) || changed;

            // What was to be spoken as it stands is an assistant's message like any other once it is in the conversation.
            case "force_message":
                item["type"] = "message";
                item.Fill("role", "assistant");
                NormalizeMessage(item);
                return true;

            case "function_call":
                return item.Fill("arguments", "") || changed;

            case "function_call_output":
                return item.Fill("output", "") || changed;

            default:
                return changed;
        }
    }

    private static string CallType(JsonObject item) => item.ContainsKey("output") ? "function_call_output" : "function_call";

    private static bool NormalizeMessage(JsonObject item)
    {
        var changed = item.Fill("content", new JsonArray());
        var parts = item.List("content")?.OfType<JsonObject>() ?? [];
        if (item.Text("role") is null or "tool")
        {
            var isInput = item["role"] is null && parts.Any(part => part.Text("type") is "input_text" or "input_audio");
            item["role"] = isInput ? "user" : "assistant";
            changed = true;
        }

        if (item.Text("role") == "assistant")
        {
            foreach (var part in parts)
            {
                changed |= part.Text("type") switch
                {
                    "text" => part.Put("type", "output_text"),
                    "audio" => part.Put("type", "output_audio"),
                    _ => false,
                };
            }
        }

        return changed;
    }
}
