using System.Text.Json.Nodes;
using Realtime.Providers.Bedrock.Items;
using Realtime.Providers.Json;

namespace Realtime.Providers.Bedrock.Client;

/// <summary>Makes an item of what a client wrote and was checked before.</summary>
internal static class NewItem
{
    /// <summary>Makes it.</summary>
    /// <param name="item">What the client wrote.</param>
    /// <param name="newId">The id where the client gave none.</param>
    /// <returns>The item.</returns>
    public static NovaItem From(JsonObject item, string newId)
    {
        var body = new JsonObject
        {
            ["id"] = item.Id("id") ?? newId,
            ["object"] = "realtime.item",
            ["type"] = item.Text("type"),
            ["status"] = "completed",
        };
        item.CopyTo(body, "role", "name", "call_id", "arguments", "output");
        if (item.Text("type") == "function_call")
        {
            body["call_id"] ??= newId;
        }

        if (item.List("content") is { } content)
        {
            body["content"] = new JsonArray([.. content.OfType<JsonObject>().Select(Part)]);
        }

        return new NovaItem(body);
    }

    // Audio stands in no event but the one that carries it.
    private static JsonObject Part(JsonObject part)
    {
        var told = (JsonObject)part.DeepClone();
        if (told.Text("type") is "input_audio" or "output_audio")
        {
            told.Remove("audio");
            told["transcript"] ??= "";
        }

        return told;
    }
}
