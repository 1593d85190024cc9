using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Simulator.Json;

/// <summary>Reads and writes JSON the way the services do: a repeated key is no error (the last one counts), text is not escaped without need.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static bool TryParse(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out JsonObject? value)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            value = document.RootElement.ValueKind == JsonValueKind.Object ? (JsonObject)ToNode(document.RootElement)! : null;
        }
        catch (JsonException)
        {
            value = null;
        }

        return value is not null;
    }

    public static byte[] Write(JsonNode value) => JsonSerializer.SerializeToUtf8Bytes(value, Writing);

    public static string WriteString(JsonNode value) => JsonSerializer.Serialize(value, Writing);

    // JsonNode's own reader fails on repeated keys, which one public client sends.
    private static JsonNode? ToNode(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (var member in element.EnumerateObject())
                {
                    members[member.Name] = ToNode(member.Value);
                }

                return members;
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Select(ToNode)]);
            case JsonValueKind.Null:
                return null;
            default:
                return JsonValue.Create(element.Clone());
        }
    }
}
