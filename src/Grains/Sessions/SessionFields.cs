using System.Buffers;
using System.Text.Json;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions;

/// <summary>The few fields of whole events that opening a session reads and writes.</summary>
internal static class SessionFields
{
    /// <summary>Reads an <c>error</c> event.</summary>
    /// <param name="utf8">The event.</param>
    /// <returns>Its code and message; null for what is not there.</returns>
    public static (string? Code, string? Message) Error(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
                ? (Text(error, "code"), Text(error, "message"))
                : (null, null);
        }
        catch (JsonException)
        {
            return (null, null);
        }
    }

    /// <summary>Reads a text at the top of an event.</summary>
    /// <param name="utf8">The event.</param>
    /// <param name="name">The field's name.</param>
    /// <returns>The text; null when there is none.</returns>
    public static string? Text(ReadOnlySpan<byte> utf8, ReadOnlySpan<byte> name)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals(name))
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return null;
    }

    /// <summary>Tells whether an <c>error</c> event is a failure of the provider's own that answers no event of the client.</summary>
    /// <param name="utf8">The event.</param>
    /// <returns>Whether.</returns>
    public static bool IsUnasked(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
                && Text(error, "event_id") is null && Text(error, "type") is not "invalid_request_error";
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads when a <c>session.created</c> says that the session ends.</summary>
    /// <param name="utf8">The event.</param>
    /// <returns>The time; null when it is not there.</returns>
    public static DateTimeOffset? ExpiresAt(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.TryGetProperty("session", out var session) && session.ValueKind == JsonValueKind.Object
                && session.TryGetProperty("expires_at", out var at) && at.ValueKind == JsonValueKind.Number
                && at.TryGetInt64(out var seconds) && seconds is > 0 and < 253_402_300_800
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads a number; what is not there counts as zero.</summary>
    /// <param name="element">The object.</param>
    /// <param name="name">The field.</param>
    /// <returns>The number.</returns>
    public static int Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;

    /// <summary>Makes an event of the session's own.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="ids">Makes its id.</param>
    /// <param name="writeFields">Writes its other fields.</param>
    /// <returns>The event, in canonical form.</returns>
    public static EventMessage Event(RealtimeEventType type, IEventIdSource ids, Action<Utf8JsonWriter> writeFields)
    {
        var output = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, type.ToUtf8Name());
            writer.WriteString("event_id"u8, ids.Next());
            writeFields(writer);
            writer.WriteEndObject();
        }

        return new EventMessage(type, output.WrittenMemory);
    }

    /// <summary>Makes a <c>session.update</c> event.</summary>
    /// <param name="session">The session object in UTF-8 JSON.</param>
    /// <returns>The event.</returns>
    public static byte[] Update(ReadOnlySpan<byte> session)
    {
        var output = new ArrayBufferWriter<byte>(session.Length + 64);
        output.Write("{\"type\":\"session.update\",\"session\":"u8);
        output.Write(session);
        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Puts another event's <c>session</c> into an event.</summary>
    /// <param name="target">The event that gets it.</param>
    /// <param name="source">The event that has it.</param>
    /// <returns>The new event; the target as it was when either is no event with a session.</returns>
    public static byte[] WithSessionOf(ReadOnlySpan<byte> target, ReadOnlySpan<byte> source)
    {
        try
        {
            var targetReader = new Utf8JsonReader(target);
            var sourceReader = new Utf8JsonReader(source);
            using var targetDocument = JsonDocument.ParseValue(ref targetReader);
            using var sourceDocument = JsonDocument.ParseValue(ref sourceReader);
            if (!sourceDocument.RootElement.TryGetProperty("session", out var session))
            {
                return target.ToArray();
            }

            var output = new ArrayBufferWriter<byte>(target.Length + source.Length);
            using (var writer = new Utf8JsonWriter(output))
            {
                writer.WriteStartObject();
                foreach (var property in targetDocument.RootElement.EnumerateObject())
                {
                    if (property.NameEquals("session"))
                    {
                        writer.WritePropertyName(property.Name);
                        session.WriteTo(writer);
                    }
                    else
                    {
                        property.WriteTo(writer);
                    }
                }

                writer.WriteEndObject();
            }

            return output.WrittenSpan.ToArray();
        }
        catch (JsonException)
        {
            return target.ToArray();
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
