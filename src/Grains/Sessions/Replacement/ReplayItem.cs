using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Replacement;

/// <summary>An item that is given to a fresh upstream.</summary>
/// <param name="ClientId">The id that the client knows; empty for an item that it does not.</param>
/// <param name="Id">The id that the upstream was asked to use; empty when it makes one.</param>
/// <param name="EventId">The id of the event that creates it.</param>
/// <param name="Message">That event.</param>
internal sealed record ReplayItem(string ClientId, string Id, string? EventId, EventMessage Message)
{
    private bool _isRetry;

    /// <summary>Reads a <c>conversation.item.create</c>.</summary>
    /// <param name="message">The event.</param>
    /// <returns>The item; null when it is no such event.</returns>
    public static ReplayItem? Read(in EventMessage message) => IdOf(message) is { } id
        ? new ReplayItem(id, id, SessionFields.Text(message.Payload.Span, "event_id"u8), message)
        : null;

    /// <summary>Reads the id of an event's item.</summary>
    /// <param name="message">The event.</param>
    /// <returns>The id, empty when the item has none; null when the event has no item.</returns>
    public static string? IdOf(in EventMessage message)
    {
        try
        {
            using var document = JsonDocument.Parse(message.Payload);
            if (!document.RootElement.TryGetProperty("item", out var item) || item.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            return item.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : "";
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Makes the second try: an id of the upstream's own, and the place behind the item that was taken last.</summary>
    /// <param name="previous">That item's id; null for none.</param>
    /// <returns>The item; null when this was the second try.</returns>
    public ReplayItem? WithoutId(string? previous)
    {
        if (_isRetry || Id.Length == 0 || JsonNode.Parse(Message.Payload.Span) is not JsonObject root || root["item"] is not JsonObject item)
        {
            return null;
        }

        item.Remove("id");
        if (previous is not null)
        {
            root["previous_item_id"] = previous;
        }

        var eventId = EventId is null ? null : EventId + "_2";
        if (eventId is not null)
        {
            root["event_id"] = eventId;
        }

        var again = Message with { Payload = Encoding.UTF8.GetBytes(root.ToJsonString()) };
        return new ReplayItem(ClientId, "", eventId, again) { _isRetry = true };
    }
}
