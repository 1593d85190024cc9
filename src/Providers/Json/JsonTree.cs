using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Providers.Json;

/// <summary>Reads and writes the events that are translated as trees.</summary>
/// <remarks>
/// The tree is built by hand because a <see cref="JsonObject"/> that is parsed throws on a repeated member, and clients that repeat one
/// are in use; here the last one counts. Strings are read while the tree is built, so that broken escapes are found at once.
/// </remarks>
internal static class JsonTree
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads an object.</summary>
    /// <param name="utf8">The text.</param>
    /// <returns>The object; <see langword="null"/> if the text is none or is not well formed.</returns>
    public static JsonObject? Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return Build(document.RootElement) as JsonObject;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // An invalid surrogate is the second kind; both mean that the text is passed on as it is.
            return null;
        }
    }

    /// <summary>Writes an object.</summary>
    /// <param name="tree">The object.</param>
    /// <returns>Its text in UTF-8.</returns>
    public static ReadOnlyMemory<byte> ToUtf8(JsonObject tree)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(output, WriterOptions))
        {
            tree.WriteTo(writer);
        }

        return output.WrittenMemory;
    }

    private static JsonNode? Build(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var tree = new JsonObject();
                foreach (var property in element.EnumerateObject())
                {
                    tree[property.Name] = Build(property.Value);
                }

                return tree;

            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Select(Build)]);

            case JsonValueKind.String:
                return JsonValue.Create(element.GetString());

            case JsonValueKind.Null:
                return null;

            default:
                return JsonValue.Create(element.Clone());
        }
    }
}
