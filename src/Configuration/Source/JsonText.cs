using System.Text;
using System.Text.Json;

namespace Realtime.Configuration.Source;

/// <summary>Writes nodes as JSON; every scalar becomes a string, so that equal trees give equal texts.</summary>
internal static class JsonText
{
    public static string Write(ConfigNode node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            Write(writer, node);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Writes texts as one unambiguous text.</summary>
    public static string Join(params string?[] texts) => JsonSerializer.Serialize(texts);

    private static void Write(Utf8JsonWriter writer, ConfigNode node)
    {
        switch (node)
        {
            case ConfigMapping map:
                writer.WriteStartObject();
                foreach (var entry in map.Entries)
                {
                    writer.WritePropertyName(entry.Key);
                    Write(writer, entry.Value);
                }

                writer.WriteEndObject();
                break;
            case ConfigSequence list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case ConfigScalar { IsNull: false } scalar:
                writer.WriteStringValue(scalar.Text);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
