using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages.Guarding;

/// <summary>Reads and writes the events that guardrails look into.</summary>
internal static class GuardJson
{
    private static readonly JsonSerializerOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Parsers disagree which of two equal keys counts: text must not hide from a guardrail behind that.
    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false };

    /// <summary>Parses an event.</summary>
    /// <param name="message">The event.</param>
    /// <returns>The object; null when it cannot be read, or not in one way only.</returns>
    public static JsonObject? Parse(in EventMessage message)
    {
        try
        {
            return JsonNode.Parse(message.Payload.Span, documentOptions: _strict) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static EventMessage Event(RealtimeEventType type, JsonObject json) => new(type, Encoding.UTF8.GetBytes(Write(json)));

    public static string Write(JsonObject json) => json.ToJsonString(_options);

    public static EventMessage Copy(in EventMessage message) => message with { Payload = message.Payload.ToArray() };

    public static JsonObject? Object(this JsonNode? node, string name) => (node as JsonObject)?[name] as JsonObject;

    public static JsonArray? List(this JsonNode? node, string name) => (node as JsonObject)?[name] as JsonArray;

    public static string? Text(this JsonNode? node, string name) =>
        (node as JsonObject)?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? Read(value) : null;

    public static bool? Flag(this JsonNode? node, string name) => (node as JsonObject)?[name]?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public static int Number(this JsonNode? node, string name) =>
        (node as JsonObject)?[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : 0;

    // Half a surrogate pair is JSON, but no text.
    private static string? Read(JsonValue value)
    {
        try
        {
            return value.GetValue<string>();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
