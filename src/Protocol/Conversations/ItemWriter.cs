using System.Text.Json;

namespace Realtime.Protocol.Conversations;

/// <summary>Writes items.</summary>
internal static class ItemWriter
{
    /// <summary>Writes an item as a provider tells it.</summary>
    public static void Write(Utf8JsonWriter writer, ConversationItem item)
    {
        if (JsonFields.TryParse(item.Json, out var kept))
        {
            using (kept)
            {
                WriteKept(writer, item, kept.RootElement);
            }

            return;
        }

        writer.WriteStartObject();
        writer.WriteString("id"u8, item.Id);
        writer.WriteString("object"u8, "realtime.item"u8);
        writer.WriteString("status"u8, item.Status ?? ItemTypes.Completed);
        WriteFields(writer, item);
        writer.WriteEndObject();
    }

    /// <summary>Writes an item as a client creates it; without an id the provider makes one.</summary>
    public static void WriteNew(Utf8JsonWriter writer, ConversationItem item)
    {
        writer.WriteStartObject();
        WriteIfAny(writer, "id"u8, item.Id.Length > 0 ? item.Id : null);
        WriteFields(writer, item);
        writer.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter writer, ConversationItem item)
    {
        writer.WriteString("type"u8, item.Type);
        WriteIfAny(writer, "role"u8, item.Role);
        WriteIfAny(writer, "name"u8, item.Name);
        WriteIfAny(writer, "call_id"u8, item.CallId);
        WriteIfAny(writer, "arguments"u8, item.Type == ItemTypes.FunctionCall ? item.Arguments ?? "" : item.Arguments);
        WriteIfAny(writer, "output"u8, item.Output);
        if (item.Type == ItemTypes.Message)
        {
            writer.WriteStartArray("content"u8);
            foreach (var part in item.Content)
            {
                WritePart(writer, part);
            }

            writer.WriteEndArray();
        }
    }

    // What this build does not know stays as it was told; only its state has changed.
    private static void WriteKept(Utf8JsonWriter writer, ConversationItem item, JsonElement kept)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in kept.Members())
        {
            writer.WritePropertyName(name);
            if (name == "status" && item.Status is not null)
            {
                writer.WriteStringValue(item.Status);
            }
            else
            {
                writer.WriteRawValue(value.GetRawText());
            }
        }

        writer.WriteEndObject();
    }

    private static void WritePart(Utf8JsonWriter writer, ContentPart part)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, part.Type);

        // Strict clients refuse a part whose field is null.
        WriteIfAny(writer, "text"u8, part.Text);
        WriteIfAny(writer, "transcript"u8, part.Transcript);
        WriteIfAny(writer, "audio"u8, part.Audio);
        WriteIfAny(writer, "image_url"u8, part.ImageUrl);
        WriteIfAny(writer, "detail"u8, part.Detail);
        writer.WriteEndObject();
    }

    private static void WriteIfAny(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
