using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.Bedrock.Items;

/// <summary>An item of the conversation.</summary>
/// <param name="body">The item as the client is told it.</param>
internal sealed class NovaItem(JsonObject body)
{
    /// <summary>Gets the item as the client is told it.</summary>
    public JsonObject Body { get; } = body;

    /// <summary>Gets its id.</summary>
    public string Id { get; } = body.Text("id")!;

    /// <summary>Gets its type.</summary>
    public string Type { get; } = body.Text("type") ?? "message";

    /// <summary>Gets the role of a message.</summary>
    public string? Role { get; } = body.Text("role");

    /// <summary>Gets the id of the call that it is or answers.</summary>
    public string? CallId { get; } = body.Text("call_id");

    /// <summary>Gets or sets a value indicating whether the present stream knows it.</summary>
    public bool IsSent { get; set; }

    /// <summary>Gets or sets the id of the item that it was told to follow; null for the first.</summary>
    public string? PreviousId { get; set; }

    /// <summary>Gets or sets how long the model's audio in it is, in milliseconds; null where that is not known.</summary>
    public double? AudioMs { get; set; }

    /// <summary>Gets a value indicating whether the model said it.</summary>
    public bool IsOfModel => Role == "assistant" || Type == "function_call";

    /// <summary>Gets a value indicating whether it is a function's result.</summary>
    public bool IsResult => Type == "function_call_output";

    /// <summary>Gets what is written or was said in it.</summary>
    public string Text => string.Join(
        ' ',
        (Body.List("content") ?? []).OfType<JsonObject>()
            .Select(part => part.Text("text") ?? part.Text("transcript"))
            .Where(text => !string.IsNullOrEmpty(text)));

    /// <summary>Makes an item of the user's speech.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="transcript">What was said, empty where that is not known or not to be told yet.</param>
    /// <returns>The item.</returns>
    public static NovaItem OfSpeech(string id, string transcript) => new(new JsonObject
    {
        ["id"] = id,
        ["object"] = "realtime.item",
        ["type"] = "message",
        ["status"] = "completed",
        ["role"] = "user",
        ["content"] = new JsonArray(new JsonObject { ["type"] = "input_audio", ["transcript"] = transcript }),
    })
    {
        IsSent = true,
    };
}
