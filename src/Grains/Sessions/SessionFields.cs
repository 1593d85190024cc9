using System.Buffers;
using System.Text.Json;

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
