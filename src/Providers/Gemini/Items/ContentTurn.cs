using System.Text.Json.Nodes;

namespace Realtime.Providers.Gemini.Items;

/// <summary>What an item is to the service: a part of a turn of the user or the model.</summary>
/// <param name="IsModel">Whether the model said it.</param>
/// <param name="Parts">The parts; empty when there is nothing to tell.</param>
internal sealed record ContentTurn(bool IsModel, JsonArray Parts)
{
    /// <summary>Makes a turn of text.</summary>
    /// <param name="isModel">Whether the model said it.</param>
    /// <param name="text">The text.</param>
    /// <returns>The turn.</returns>
    public static ContentTurn OfText(bool isModel, string text) =>
        new(isModel, text.Length == 0 ? [] : new JsonArray(new JsonObject { ["text"] = text }));

    /// <summary>Writes it as the service has it.</summary>
    /// <returns>The <c>Content</c>.</returns>
    public JsonObject ToContent() => new() { ["role"] = IsModel ? "model" : "user", ["parts"] = Parts };
}
