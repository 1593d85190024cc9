using System.Text.Json;
using Realtime.Protocol.Events;

namespace Realtime.Protocol.Conversations;

/// <summary>Writes the client events that make a fresh upstream continue a conversation.</summary>
internal static class ReplayWriter
{
    // Ids of this length are safe with every provider; a longer one is left to the new upstream.
    private const int MaxIdLength = 32;

    // What the provider tells and does not take, and the model, which the new upstream's address names.
    private static readonly string[] ToldFields = ["id", "object", "expires_at", "model", "client_secret", "type", "tools"];

    /// <summary>Writes the settings as an event; null if none are known.</summary>
    public static EventMessage? Settings(SessionSettings settings, string? clientTools, IEventIdSource? ids) =>
        SettingsObject(settings, clientTools) is { } session
            ? EventJson.Event(RealtimeEventType.SessionUpdate, ids?.Next(), writer =>
            {
                writer.WritePropertyName("session"u8);
                writer.WriteRawValue(session);
            })
            : null;

    /// <summary>Writes the settings as a client gives them; null if none are known.</summary>
    public static string? SettingsObject(SessionSettings settings, string? clientTools)
    {
        if (!JsonFields.TryParse(settings.Json, out var session))
        {
            return null;
        }

        using (session)
        {
            return EventJson.Text(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("type"u8, settings.Kind == SessionKind.Transcription ? "transcription"u8 : "realtime"u8);
                WriteFields(writer, session.RootElement, clientTools);
                writer.WriteEndObject();
            });
        }
    }

    /// <summary>Writes the items.</summary>
    /// <param name="items">The items.</param>
    /// <param name="ids">Makes ids of the events; none if null.</param>
    /// <param name="audioOf">Gives the audio of a user's item, in base64, as far as it is kept.</param>
    public static IEnumerable<EventMessage> Items(
        IEnumerable<ConversationItem> items, IEventIdSource? ids, Func<string, string?>? audioOf = null)
    {
        var calls = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            foreach (var replayed in Replayed(item, audioOf))
            {
                // A result without its call, which may have been evicted, would be refused.
                if (replayed.Type == ItemTypes.FunctionCall)
                {
                    calls.Add(replayed.CallId ?? "");
                }
                else if (replayed.Type == ItemTypes.FunctionCallOutput && !calls.Contains(replayed.CallId ?? ""))
                {
                    continue;
                }

                yield return Create(replayed, ids);
            }
        }
    }

    private static void WriteFields(Utf8JsonWriter writer, JsonElement session, string? clientTools)
    {
        foreach (var (name, value) in session.Members())
        {
            // At the top level null is what a fresh session has; deeper, as in turn detection, it switches something off.
            if (value.ValueKind != JsonValueKind.Null && !ToldFields.Contains(name))
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(value.GetRawText());
            }
        }

        // Providers do not tell the credentials of a tool, so the client's own words are better than the echo.
        if ((clientTools ?? session.Get("tools").Raw()) is { } tools)
        {
            writer.WritePropertyName("tools"u8);
            writer.WriteRawValue(tools);
        }
    }

    private static IEnumerable<ConversationItem> Replayed(ConversationItem item, Func<string, string?>? audioOf)
    {
        switch (item.Type)
        {
            case ItemTypes.Message when Message(item, audioOf) is { } message:
                yield return message;
                break;

            case ItemTypes.FunctionCall when item is { Status: null or ItemTypes.Completed, CallId: not null, Name: not null }:
            case ItemTypes.FunctionCallOutput when item.CallId is not null:
                yield return item;
                break;

            // No client can create the provider's own call. As a function's call and result the model knows as much.
            case ItemTypes.McpCall when item is { Name: not null, Output: not null }:
                yield return item with { Id = "", Type = ItemTypes.FunctionCall, CallId = item.Id.Limit(MaxIdLength), Output = null, Json = null };
                yield return new ConversationItem
                {
                    Id = item.Id,
                    Type = ItemTypes.FunctionCallOutput,
                    CallId = item.Id.Limit(MaxIdLength),
                    Output = item.Output,
                };
                break;
        }
    }

    private static ConversationItem? Message(ConversationItem item, Func<string, string?>? audioOf)
    {
        if (item.Role is not (ItemTypes.User or ItemTypes.Assistant or ItemTypes.System) || item.Status == ItemTypes.InProgress)
        {
            return null;
        }

        var text = item.Role == ItemTypes.Assistant ? ItemTypes.OutputText : ItemTypes.InputText;
        var content = item.Content
            .Select(part => part.ImageUrl is not null ? part : Words(item, part, text, audioOf))
            .OfType<ContentPart>()
            .ToArray();
        return content.Length > 0 ? item with { Content = content } : null;
    }

    private static ContentPart? Words(ConversationItem item, ContentPart part, string type, Func<string, string?>? audioOf)
    {
        var words = string.IsNullOrEmpty(part.Text) ? part.Transcript : part.Text;
        if (!string.IsNullOrEmpty(words))
        {
            return new ContentPart { Type = type, Text = words };
        }

        return part.Type == ItemTypes.InputAudio && audioOf?.Invoke(item.Id) is { Length: > 0 } audio
            ? new ContentPart { Type = ItemTypes.InputAudio, Audio = audio }
            : null;
    }

    private static EventMessage Create(ConversationItem item, IEventIdSource? ids) =>
        EventJson.Event(RealtimeEventType.ConversationItemCreate, ids?.Next(), writer =>
        {
            writer.WritePropertyName("item"u8);
            ItemWriter.WriteNew(writer, item with { Id = item.Id.Length <= MaxIdLength ? item.Id : "" });
        });
}
