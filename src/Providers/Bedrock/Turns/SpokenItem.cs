using System.Text.Json.Nodes;
using Realtime.Protocol.Events;
using Realtime.Providers.Bedrock.Items;

namespace Realtime.Providers.Bedrock.Turns;

/// <summary>Tells the client of an item that its audio has become.</summary>
internal static class SpokenItem
{
    /// <summary>Adds the item and tells of it.</summary>
    /// <param name="context">What is shared.</param>
    /// <param name="item">The item.</param>
    public static void Announce(NovaContext context, NovaItem item)
    {
        context.Carry.Repeated.Forget();
        var previous = context.Items.Add(item);
        context.Output.ToClient(
            RealtimeEventType.InputAudioBufferCommitted, new JsonObject { ["previous_item_id"] = previous, ["item_id"] = item.Id });
        Send(RealtimeEventType.ConversationItemAdded);
        Send(RealtimeEventType.ConversationItemDone);

        void Send(RealtimeEventType type) =>
            context.Output.ToClient(type, new JsonObject { ["previous_item_id"] = previous, ["item"] = item.Body.DeepClone() });
    }
}
