using System.Text.Json.Nodes;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers.Bedrock.Items;
using Realtime.Providers.Bedrock.Upstream;
using Realtime.Providers.Json;

namespace Realtime.Providers.Bedrock.Client;

/// <summary>Takes in what clients do to items. What the service cannot be told, a fresh stream's history tells it.</summary>
internal sealed class ItemCommands(NovaContext context, NovaStream stream)
{
    /// <summary>Creates an item.</summary>
    /// <param name="body">The client's event.</param>
    public void Create(JsonObject body)
    {
        var eventId = body.Text("event_id");
        if (ItemCheck.Find(body.Child("item")) is { } refusal)
        {
            context.Output.Refuse(refusal, eventId);
            return;
        }

        stream.Begin();
        var item = NewItem.From(body.Child("item")!, context.Output.NewId("item"));
        if (context.Items.Find(item.Id) is not null)
        {
            context.Output.Refuse(FieldRefusal.Invalid("item.id", $"a new id: an item with id '{item.Id}' already exists"), eventId);
            return;
        }

        if (body.Id("previous_item_id") is not { } previous)
        {
            context.Items.Add(item);
        }
        else if (!context.Items.TryInsert(item, previous))
        {
            context.Output.Refuse(FieldRefusal.Invalid("previous_item_id", $"an item of the conversation, and '{previous}' is none"), eventId);
            return;
        }

        if (ItemAudio.Take(body.Child("item")!) is { Length: > 0 } audio && stream.Feed.TryConvert(audio, context.Session.InputFormat, out var pcm))
        {
            context.Carry.Manual.Commit(item.Id, pcm.ToArray(), stream.Feed.Rate);
            context.Carry.Untranscribed.Enqueue(item.Id);
        }

        Tell(RealtimeEventType.ConversationItemAdded, item);
        Tell(RealtimeEventType.ConversationItemDone, item);
        if (context.Items.IsOvertaken(item))
        {
            Renew();
        }
    }

    /// <summary>Shows an item.</summary>
    /// <param name="body">The client's event.</param>
    public void Retrieve(JsonObject body)
    {
        if (Find(body, "item_retrieve_invalid_item_id") is { } item)
        {
            context.Output.ToClient(RealtimeEventType.ConversationItemRetrieved, new JsonObject { ["item"] = item.Body.DeepClone() });
        }
    }

    /// <summary>Cuts the model's speech where the client stopped playing it. The service learns it with the next stream's history.</summary>
    /// <param name="body">The client's event.</param>
    public void Truncate(JsonObject body)
    {
        if (Find(body, "item_truncate_invalid_item_id") is not { } item)
        {
            return;
        }

        var end = body.Int("audio_end_ms");
        if (item.Role != "assistant")
        {
            context.Output.Refuse(FieldRefusal.Invalid("item_id", "a message of the assistant"), body.Text("event_id"));
        }
        else if (end is not >= 0)
        {
            context.Output.Refuse(FieldRefusal.Invalid("audio_end_ms", "milliseconds, 0 or more"), body.Text("event_id"));
        }
        else if (item.AudioMs is { } length && end > length + 1)
        {
            context.Output.Refuse(FieldRefusal.Invalid("audio_end_ms", $"at most the {(int)length} ms of audio that the item has"), body.Text("event_id"));
        }
        else
        {
            // As with OpenAI, words that nobody can match with the sound that is left are not shown.
            if (item.Body.List("content") is [JsonObject part, ..] && part.ContainsKey("transcript"))
            {
                part["transcript"] = "";
            }

            context.Output.ToClient(RealtimeEventType.ConversationItemTruncated, new JsonObject
            {
                ["item_id"] = item.Id,
                ["content_index"] = body.Int("content_index") ?? 0,
                ["audio_end_ms"] = end,
            });
        }
    }

    /// <summary>Deletes an item. What the service knows of it, it forgets with its stream.</summary>
    /// <param name="body">The client's event.</param>
    public void Delete(JsonObject body)
    {
        if (Find(body, "item_delete_invalid_item_id") is not { } item)
        {
            return;
        }

        context.Items.Remove(item);
        context.Carry.Manual.Take(item.Id);
        context.Output.ToClient(RealtimeEventType.ConversationItemDeleted, new JsonObject { ["item_id"] = item.Id });
        if (item.IsSent)
        {
            Renew();
        }
    }

    private NovaItem? Find(JsonObject body, string code)
    {
        var id = body.Text("item_id");
        var item = context.Items.Find(id);
        if (item is null)
        {
            context.Output.Refuse(new(code, $"Item with item_id '{id}' not found.", "item_id"), body.Text("event_id"));
        }

        return item;
    }

    private void Renew() => context.Host.RequestRenewal(new UpstreamRenewal(UpstreamRenewalCause.Settings));

    private void Tell(RealtimeEventType type, NovaItem item) => context.Output.ToClient(
        type, new JsonObject { ["previous_item_id"] = item.PreviousId, ["item"] = item.Body.DeepClone() });
}
