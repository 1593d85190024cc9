using System.Globalization;
using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.Bedrock.Client;

/// <summary>Finds what is wrong with an item that a client creates.</summary>
internal static class ItemCheck
{
    /// <summary>Checks it.</summary>
    /// <param name="item">The item, or null.</param>
    /// <returns>What is wrong; null if nothing is.</returns>
    public static FieldRefusal? Find(JsonObject? item) => item?.Text("type") switch
    {
        null => new("missing_required_parameter", "Missing required parameter: 'item.type'.", "item.type"),
        "message" => Message(item!),
        "function_call" => item!.Id("name") is null ? FieldRefusal.Invalid("item.name", "the function's name") : null,
        "function_call_output" => item!.Id("call_id") is null ? FieldRefusal.Invalid("item.call_id", "the id of the call that is answered")
            : item!.Text("output") is null ? FieldRefusal.Invalid("item.output", "a string")
            : null,
        _ => FieldRefusal.Unsupported("item.type", "Nova Sonic has messages, function calls and their outputs."),
    };

    private static FieldRefusal? Message(JsonObject item)
    {
        if (item.Text("role") is not ("user" or "assistant" or "system"))
        {
            return FieldRefusal.Invalid("item.role", "user, assistant or system");
        }

        if (item.List("content") is not { } content)
        {
            return FieldRefusal.Invalid("item.content", "an array of content parts");
        }

        for (var index = 0; index < content.Count; index++)
        {
            if (Part(content[index] as JsonObject, string.Create(CultureInfo.InvariantCulture, $"item.content[{index}]")) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private static FieldRefusal? Part(JsonObject? part, string path) => part?.Text("type") switch
    {
        "input_text" or "output_text" or "text" => part!.Text("text") is null ? FieldRefusal.Invalid(path + ".text", "a string") : null,
        "input_audio" or "output_audio" => null,
        "input_image" => FieldRefusal.Unsupported(path + ".type", "Nova Sonic sees no images."),
        _ => FieldRefusal.Invalid(path + ".type", "input_text, input_audio, output_text or output_audio"),
    };
}
