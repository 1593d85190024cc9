using Realtime.Providers.Json;

namespace Realtime.Providers.Bedrock.Items;

/// <summary>Writes items as lines of text, which is all that a stream takes of what was said before it.</summary>
/// <param name="items">The items.</param>
/// <param name="spoken">What was really said of the model's items.</param>
internal sealed class ItemText(ItemStore items, IReadOnlyDictionary<string, string> spoken)
{
    /// <summary>Writes an item.</summary>
    /// <param name="item">The item.</param>
    /// <returns>By whom, in Nova's words, and what; empty for an item that says nothing.</returns>
    public (string Role, string Text) Line(NovaItem item) => item switch
    {
        { Type: "function_call" } => ("ASSISTANT", $"(I called the function {item.Body.Text("name")} with {item.Body.Text("arguments")}.)"),
        { IsResult: true } => ("USER", $"(The function {items.FindCall(item.CallId)?.Body.Text("name") ?? item.CallId} returned: {item.Body.Text("output")})"),
        { Role: "assistant" } => ("ASSISTANT", Said(item)),
        { Role: "system" } => ("USER", item.Text.Length > 0 ? $"(Instruction: {item.Text})" : ""),
        _ => ("USER", item.Text),
    };

    // What was truncated is shorter than what was said, so the shorter one is what was heard.
    private string Said(NovaItem item) =>
        spoken.TryGetValue(item.Id, out var told) && told.Length < item.Text.Length ? told : item.Text;
}
