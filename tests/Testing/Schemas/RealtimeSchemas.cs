using System.Text.Json;
using Realtime.Protocol.Translation;

namespace Realtime.Testing.Schemas;

/// <summary>The published schemas of the Realtime protocol's events.</summary>
public static class RealtimeSchemas
{
    private static readonly JsonElement Document = Load();
    private static readonly JsonSchema Schema = new(Document);

    /// <summary>Finds what is wrong with an event that a server sent.</summary>
    /// <param name="json">The event.</param>
    /// <param name="dialect">The form in which it ought to be.</param>
    /// <returns>One line for each violation; empty when the event is valid.</returns>
    public static IReadOnlyList<string> ValidateServerEvent(string json, Dialect dialect) => Validate(json, dialect, "server");

    /// <summary>Finds what is wrong with an event that a client sent.</summary>
    /// <param name="json">The event.</param>
    /// <param name="dialect">The form in which it ought to be.</param>
    /// <returns>One line for each violation; empty when the event is valid.</returns>
    public static IReadOnlyList<string> ValidateClientEvent(string json, Dialect dialect) => Validate(json, dialect, "client");

    /// <summary>Finds what is wrong with a value of a named type of the schema file, as in <c>RealtimeSessionCreateResponseGA</c>.</summary>
    /// <param name="json">The value.</param>
    /// <param name="definition">The type's name under <c>$defs</c>.</param>
    /// <returns>One line for each violation.</returns>
    public static IReadOnlyList<string> Validate(string json, string definition)
    {
        using var value = JsonDocument.Parse(json);
        return Schema.Validate(definition, value.RootElement);
    }

    /// <summary>Gets the event types that a side may send.</summary>
    /// <param name="dialect">The form.</param>
    /// <param name="side"><c>server</c> or <c>client</c>.</param>
    /// <returns>Their wire names.</returns>
    public static IReadOnlyList<string> EventTypes(Dialect dialect, string side) => [.. Events(dialect, side).EnumerateObject().Select(entry => entry.Name)];

    private static IReadOnlyList<string> Validate(string json, Dialect dialect, string side)
    {
        using var value = JsonDocument.Parse(json);
        var type = value.RootElement.TryGetProperty("type", out var name) ? name.GetString() : null;
        return type is not null && Events(dialect, side).TryGetProperty(type, out var definition)
            ? Schema.Validate(definition.GetString()!, value.RootElement)
            : [$"$.type: no {side} event of {dialect} is called '{type}'"];
    }

    private static JsonElement Events(Dialect dialect, string side) =>
        Document.GetProperty("x-events").GetProperty(dialect == Dialect.Beta ? "beta" : "ga").GetProperty(side);

    private static JsonElement Load()
    {
        using var stream = typeof(RealtimeSchemas).Assembly.GetManifestResourceStream("openai-realtime-schemas.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
