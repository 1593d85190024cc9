using System.Text.Json.Nodes;
using Realtime.Protocol.Events;
using Realtime.Providers.Bedrock.Items;

namespace Realtime.Providers.Bedrock.Output;

/// <summary>Tells the client of a function call, which Nova sends whole.</summary>
internal static class CallEvents
{
    /// <summary>Sends its events.</summary>
    /// <param name="output">Takes them.</param>
    /// <param name="items">The conversation's items.</param>
    /// <param name="responseId">The response.</param>
    /// <param name="index">Its place in the response.</param>
    /// <param name="call">Its id, the function and the arguments.</param>
    /// <returns>The item as it is told in <c>response.done</c>.</returns>
    public static JsonObject Send(
        NovaOutput output, ItemStore items, string responseId, int index, (string Id, string Name, string Arguments) call)
    {
        var item = new NovaItem(new JsonObject
        {
            ["id"] = output.NewId("item"),
            ["object"] = "realtime.item",
            ["type"] = "function_call",
            ["status"] = "in_progress",
            ["name"] = call.Name,
            ["call_id"] = call.Id,
            ["arguments"] = "",
        })
        {
            IsSent = true,
        };
        var previous = items.Add(item);
        output.ToClient(RealtimeEventType.ResponseOutputItemAdded, Output(responseId, index, item));
        output.ToClient(RealtimeEventType.ConversationItemAdded, Item(previous, item));
        var delta = Arguments(responseId, index, item);
        delta["delta"] = call.Arguments;
        output.ToClient(RealtimeEventType.ResponseFunctionCallArgumentsDelta, delta);
        var done = Arguments(responseId, index, item);
        done["name"] = call.Name;
        done["arguments"] = call.Arguments;
        output.ToClient(RealtimeEventType.ResponseFunctionCallArgumentsDone, done);
        item.Body["status"] = "completed";
        item.Body["arguments"] = call.Arguments;
        output.ToClient(RealtimeEventType.ConversationItemDone, Item(previous, item));
        output.ToClient(RealtimeEventType.ResponseOutputItemDone, Output(responseId, index, item));
        return (JsonObject)item.Body.DeepClone();
    }

    private static JsonObject Output(string responseId, int index, NovaItem item) =>
        new() { ["response_id"] = responseId, ["output_index"] = index, ["item"] = item.Body.DeepClone() };

    private static JsonObject Item(string? previous, NovaItem item) => new() { ["previous_item_id"] = previous, ["item"] = item.Body.DeepClone() };

    private static JsonObject Arguments(string responseId, int index, NovaItem item) => new()
    {
        ["response_id"] = responseId,
        ["item_id"] = item.Id,
        ["output_index"] = index,
        ["call_id"] = item.CallId,
    };
}
