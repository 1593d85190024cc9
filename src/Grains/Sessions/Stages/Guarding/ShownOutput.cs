using System.Text.Json.Nodes;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages.Guarding;

/// <summary>What the client has seen of a response, and the events that end it there.</summary>
internal static class ShownOutput
{
    /// <summary>Notes what the client gets to see.</summary>
    /// <param name="response">The response.</param>
    /// <param name="held">The event that goes to it.</param>
    public static void Note(HeldResponse response, HeldServerEvent held)
    {
        switch (held.Message.Type)
        {
            case RealtimeEventType.ResponseCreated:
                response.IsSeen = true;
                break;
            case RealtimeEventType.ResponseOutputItemAdded when GuardJson.Parse(held.Message) is { } json && held.Fields.ItemId is { } id:
                response.OpenItems[id] = (held.Fields.OutputIndex, (JsonObject)json["item"]!.DeepClone());
                break;
            case RealtimeEventType.ResponseOutputItemDone when held.Fields.ItemId is { } id:
                response.OpenItems.Remove(id);
                if (GuardJson.Parse(Masked(response, held)).Object("item") is { } item)
                {
                    response.ShownItems.Add((JsonObject)item.DeepClone());
                }

                break;
            case RealtimeEventType.ResponseOutputTextDelta or RealtimeEventType.ResponseOutputAudioTranscriptDelta when held.Part is { } part:
                part.Shown.Append(held.Masked ?? held.Fields.Text);
                break;
            case RealtimeEventType.ResponseContentPartDone when held.Part is { } part:
                part.IsClosed = true;
                break;
        }
    }

    /// <summary>Gets an event as the client may see it.</summary>
    /// <param name="response">The response.</param>
    /// <param name="held">The event.</param>
    /// <returns>The event, with what is masked in it.</returns>
    public static EventMessage Masked(HeldResponse response, HeldServerEvent held)
    {
        if (held.Masked is { } text && GuardJson.Parse(held.Message) is { } delta)
        {
            delta["delta"] = text;
            return GuardJson.Event(held.Message.Type, delta);
        }

        var masked = response.Parts.Values.Where(part => part.IsMasked).ToArray();
        if (masked.Length == 0 || held.Message.Type is RealtimeEventType.ResponseOutputTextDelta
            or RealtimeEventType.ResponseOutputAudioTranscriptDelta or RealtimeEventType.ResponseOutputAudioDelta
            || GuardJson.Parse(held.Message) is not { } json)
        {
            return held.Message;
        }

        foreach (var part in masked)
        {
            Replace(json, part.Text.ToString(), part.MaskedText());
        }

        return GuardJson.Event(held.Message.Type, json);
    }

    /// <summary>Makes the events that end what the client has seen begin, in the protocol's order.</summary>
    /// <param name="response">The response.</param>
    /// <param name="newId">Makes ids of events.</param>
    /// <returns>The events.</returns>
    public static IEnumerable<EventMessage> Close(HeldResponse response, Func<string> newId)
    {
        foreach (var (id, (outputIndex, item)) in response.OpenItems.OrderBy(pair => pair.Value.OutputIndex))
        {
            var content = new JsonArray();
            foreach (var ((_, index), part) in response.Parts.Where(pair => pair.Key.Item == id && pair.Value.Shown.Length > 0).OrderBy(pair => pair.Key.Index))
            {
                var isSpeech = part.AudioMs > 0;
                var (type, name) = isSpeech ? ("output_audio", "transcript") : ("output_text", "text");
                var text = part.Shown.ToString();
                if (!part.IsClosed)
                {
                    JsonObject Place(RealtimeEventType eventType) => new()
                    {
                        ["type"] = eventType.ToName(), ["event_id"] = newId(), ["response_id"] = response.Id, ["item_id"] = id,
                        ["output_index"] = outputIndex, ["content_index"] = index,
                    };
                    var textDone = isSpeech ? RealtimeEventType.ResponseOutputAudioTranscriptDone : RealtimeEventType.ResponseOutputTextDone;
                    if (isSpeech)
                    {
                        yield return GuardJson.Event(RealtimeEventType.ResponseOutputAudioDone, Place(RealtimeEventType.ResponseOutputAudioDone));
                    }

                    var done = Place(textDone);
                    done[name] = text;
                    yield return GuardJson.Event(textDone, done);
                    var partDone = Place(RealtimeEventType.ResponseContentPartDone);
                    partDone["part"] = new JsonObject { ["type"] = isSpeech ? "audio" : "text", [name] = text };
                    yield return GuardJson.Event(RealtimeEventType.ResponseContentPartDone, partDone);
                }

                content.Add(new JsonObject { ["type"] = type, [name] = text });
            }

            item["status"] = "incomplete";
            if (item.Text("type") == "message")
            {
                item["content"] = content;
            }

            response.ShownItems.Add((JsonObject)item.DeepClone());
            yield return GuardJson.Event(RealtimeEventType.ResponseOutputItemDone, new JsonObject
            {
                ["type"] = RealtimeEventType.ResponseOutputItemDone.ToName(), ["event_id"] = newId(), ["response_id"] = response.Id,
                ["output_index"] = outputIndex, ["item"] = item,
            });
        }

        response.OpenItems.Clear();
    }

    /// <summary>Makes the end of a response that was cut: cancelled, with no more of its output than the client has seen.</summary>
    /// <param name="response">The response.</param>
    /// <param name="done">The provider's own response object, or what is known of it.</param>
    /// <param name="eventId">The event's id.</param>
    /// <returns>The <c>response.done</c>.</returns>
    public static EventMessage Done(HeldResponse response, JsonObject done, string eventId)
    {
        done["status"] = "cancelled";
        done["status_details"] = new JsonObject { ["type"] = "cancelled", ["reason"] = "content_filter" };
        done["output"] = new JsonArray([.. response.ShownItems.Select(item => item.DeepClone())]);
        return GuardJson.Event(RealtimeEventType.ResponseDone, new JsonObject
        {
            ["type"] = RealtimeEventType.ResponseDone.ToName(), ["event_id"] = eventId, ["response"] = done,
        });
    }

    private static void Replace(JsonNode? node, string original, string masked)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
            {
                Replace(item, original, masked);
            }
        }
        else if (node is JsonObject json)
        {
            foreach (var (name, value) in json.ToArray())
            {
                if (name is "text" or "transcript" && json.Text(name) == original)
                {
                    json[name] = masked;
                }
                else
                {
                    Replace(value, original, masked);
                }
            }
        }
    }
}
