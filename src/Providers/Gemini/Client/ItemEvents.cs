using System.Text.Json.Nodes;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers.Gemini.Items;
using Realtime.Providers.Gemini.Settings;
using Realtime.Providers.Json;

namespace Realtime.Providers.Gemini.Client;

/// <summary>The client's items. The service keeps none by id, so that the gateway answers for them.</summary>
/// <param name="state">What the translator's parts share.</param>
internal sealed class ItemEvents(LiveState state)
{
    private const int LongestId = 64;

    /// <summary>Takes a <c>conversation.item.create</c>.</summary>
    /// <param name="create">The event.</param>
    public void Create(JsonObject create)
    {
        var eventId = create.Text("event_id");
        if (create.Child("item") is not { } item)
        {
            state.Output.Error(new Refusal("missing_required_parameter", "Missing required parameter: 'item'.", "item"), eventId);
            return;
        }

        var turn = ItemContent.Read(item, state.Settings.InputFormat, out var refusal);
        if ((refusal ?? Place(create) ?? Id(item)) is { } problem)
        {
            state.Output.Error(problem, eventId);
            return;
        }

        Acknowledge(item);
        Tell(item, turn!);
    }

    /// <summary>Adds an item that a connection before this one had.</summary>
    /// <param name="item">The item.</param>
    public void Restore(JsonObject item)
    {
        if (item.Id("id") is { } id)
        {
            state.Memory.Items.Add(id, Kept(item, id));
        }
    }

    /// <summary>Takes a <c>conversation.item.retrieve</c>.</summary>
    /// <param name="retrieve">The event.</param>
    public void Retrieve(JsonObject retrieve)
    {
        if (Find(retrieve, "item_retrieve_invalid_item_id") is { } item)
        {
            state.Output.Event(RealtimeEventType.ConversationItemRetrieved, ("item", item));
        }
    }

    /// <summary>
    /// Takes a <c>conversation.item.delete</c>. The service cannot be told of it: what it knows of the item it forgets with its connection, in whose
    /// place comes one that is told the history without it.
    /// </summary>
    /// <param name="delete">The event.</param>
    public void Delete(JsonObject delete)
    {
        if (Find(delete, "item_delete_invalid_item_id") is { } item)
        {
            var id = item.Text("id")!;
            state.Memory.Items.Remove(id);
            state.Output.Event(RealtimeEventType.ConversationItemDeleted, ("item_id", id));
            state.Memory.Unlearn();
            state.Host.RequestRenewal(new UpstreamRenewal(UpstreamRenewalCause.Settings));
        }
    }

    /// <summary>
    /// Takes a <c>conversation.item.truncate</c>. The service cuts what it said by its own clock of playing; the gateway's history is cut to what
    /// was heard.
    /// </summary>
    /// <param name="truncate">The event.</param>
    public void Truncate(JsonObject truncate)
    {
        var eventId = truncate.Text("event_id");
        if (Find(truncate, "item_truncate_invalid_item_id") is not { } item)
        {
            return;
        }

        var id = item.Text("id")!;
        if (item.Text("role") != "assistant")
        {
            state.Output.Error(new Refusal("invalid_value", "Only the model's messages can be truncated.", "item_id"), eventId);
            return;
        }

        var end = truncate.Int("audio_end_ms") ?? -1;
        if (end < 0 || truncate.Int("content_index") is not (null or 0))
        {
            state.Output.Error(Refusal.Invalid("audio_end_ms", "Give content_index 0 and the milliseconds that were heard."), eventId);
            return;
        }

        // Clients count what their player took, whose pieces need not end where the audio does.
        const double Tolerance = 1_000;
        if (state.Memory.Items.SpokenMs(id) is { } spoken && end > spoken + Tolerance)
        {
            state.Output.Error(
                new Refusal("invalid_value", FormattableString.Invariant($"Audio content of {spoken:0}ms is already shorter than {end}ms."), "audio_end_ms"),
                eventId);
            return;
        }

        if (item["content"] is JsonArray { Count: > 0 } content && content[0] is JsonObject part)
        {
            part["transcript"] = "";
        }

        state.Output.Event(
            RealtimeEventType.ConversationItemTruncated, ("item_id", id), ("content_index", 0), ("audio_end_ms", end));
    }

    private Refusal? Id(JsonObject item) => item["id"] is null ? null
        : item.Text("id") is not { Length: > 0 and <= LongestId } id ? Refusal.Invalid("item.id", "Give a text of at most 64 characters.")
        : state.Memory.Items.Find(id) is not null ? Refusal.Invalid("item.id", $"An item with id '{id}' already exists; give a new one.")
        : null;

    private static JsonObject Kept(JsonObject item, string id)
    {
        var kept = new JsonObject
        {
            ["id"] = id,
            ["object"] = "realtime.item",
            ["type"] = item["type"]?.DeepClone(),
            ["status"] = "completed",
        };
        item.CopyTo(kept, "role", "call_id", "name", "arguments", "output");
        if (item["content"] is JsonArray content)
        {
            kept["content"] = new JsonArray([.. content.OfType<JsonObject>().Select(Shown)]);
        }

        return kept;
    }

    // Server events carry no audio of items.
    private static JsonNode Shown(JsonObject part)
    {
        var shown = (JsonObject)part.DeepClone();
        if (shown.Remove("audio"))
        {
            shown.Fill("transcript", "");
        }

        return shown;
    }

    private Refusal? Place(JsonObject create)
    {
        if (create.Text("previous_item_id") is not { } previous)
        {
            return null;
        }

        var items = state.Memory.Items;
        return previous == (items.LastId ?? "root") ? null
            : previous != "root" && items.Find(previous) is null
                ? new Refusal("invalid_item_id", "There is no item of that id.", "previous_item_id")
                : Refusal.Unsupported("previous_item_id", "The service takes items at the end of the conversation alone.");
    }

    private void Acknowledge(JsonObject item)
    {
        var items = state.Memory.Items;
        var id = item.Id("id") ?? state.Output.NewId("item_");
        var kept = Kept(item, id);
        var previous = items.LastId;
        items.Add(id, kept);
        state.Output.Event(RealtimeEventType.ConversationItemAdded, ("previous_item_id", previous), ("item", kept));
        state.Output.Event(RealtimeEventType.ConversationItemDone, ("previous_item_id", previous), ("item", kept));
    }

    private void Tell(JsonObject item, ContentTurn turn)
    {
        if (item.Text("type") == "function_call_output"
            && state.Memory.Calls.TryAnswer(item.Text("call_id") ?? "", FunctionResult.Map(item.Text("output") ?? "")))
        {
            // It goes with the client's response.create, since the service answers a result at once.
            return;
        }

        if (turn.Parts.Count == 0)
        {
            return;
        }

        if (state.Traits.TakesContent)
        {
            state.Output.Send(
                "clientContent", new JsonObject { ["turns"] = new JsonArray(turn.ToContent()), ["turnComplete"] = false });
        }
        else
        {
            Keep(turn);
        }
    }

    // This generation takes content at its start alone: text waits for the response.create, images and sound go as if they were seen and heard.
    private void Keep(ContentTurn turn)
    {
        foreach (var part in turn.Parts.OfType<JsonObject>())
        {
            if (part.Text("text") is { } text)
            {
                state.Memory.Keep(turn.IsModel ? "[You said earlier] " + text : text);
            }
            else if (part.Child("inlineData") is { } data)
            {
                var isAudio = data.Text("mimeType")?.StartsWith("audio/", StringComparison.Ordinal) == true;
                if (isAudio)
                {
                    Speak(data.Text("data") ?? "");
                }
                else
                {
                    state.Output.Send("realtimeInput", new JsonObject { ["video"] = data.DeepClone() });
                }
            }
        }
    }

    private void Speak(string base64)
    {
        var audio = Convert.FromBase64String(base64);
        for (var at = 0; at < audio.Length; at += 3_200)
        {
            state.Output.Audio(audio.AsSpan(at, Math.Min(3_200, audio.Length - at)));
        }
    }

    private JsonObject? Find(JsonObject request, string code)
    {
        var id = request.Text("item_id");
        var item = state.Memory.Items.Find(id);
        if (item is null)
        {
            state.Output.Error(
                new Refusal(code, $"The item with id '{(id is { Length: > LongestId } ? id[..LongestId] : id)}' does not exist.", "item_id"),
                request.Text("event_id"));
        }

        return item;
    }
}
