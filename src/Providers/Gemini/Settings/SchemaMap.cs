using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.Gemini.Settings;

/// <summary>Turns the JSON Schema of a function's parameters into the service's own schema, which is a part of OpenAPI's.</summary>
internal static class SchemaMap
{
    private const int DeepestReference = 8;

    private static readonly string[] Kept =
    [
        "description", "enum", "format", "title", "default", "example", "minimum", "maximum", "minItems", "maxItems", "minLength", "maxLength",
        "minProperties", "maxProperties", "pattern", "required", "propertyOrdering", "nullable",
    ];

    /// <summary>Maps.</summary>
    /// <param name="parameters">The tool's <c>parameters</c>.</param>
    /// <returns>The schema; null for a function without arguments, which some models refuse to have empty.</returns>
    public static JsonObject? Map(JsonObject? parameters)
    {
        if (parameters is null || (parameters.Child("properties") is not { Count: > 0 } && !parameters.ContainsKey("$ref")))
        {
            return null;
        }

        var definitions = parameters.Child("$defs") ?? parameters.Child("definitions");
        return Schema(parameters, definitions, 0);
    }

    private static JsonObject Schema(JsonObject source, JsonObject? definitions, int depth)
    {
        if (source.Text("$ref") is { } reference)
        {
            var name = reference[(reference.LastIndexOf('/') + 1)..];
            return depth < DeepestReference && definitions?.Child(name) is { } target
                ? Schema(target, definitions, depth + 1)
                : new JsonObject { ["type"] = "OBJECT" };
        }

        var result = new JsonObject();
        Type(result, source["type"]);
        foreach (var name in Kept)
        {
            if (source.TryGetPropertyValue(name, out var value) && value is not null)
            {
                result[name] = value.DeepClone();
            }
        }

        Limits(result);
        if (source.TryGetPropertyValue("const", out var only) && only is not null)
        {
            result["enum"] = new JsonArray(only.AsText() ?? only.ToJsonString());
        }

        if (source.Child("properties") is { } properties)
        {
            result["properties"] = new JsonObject(properties.Select(property => KeyValuePair.Create(
                property.Key, (JsonNode?)Schema(property.Value as JsonObject ?? [], definitions, depth))));
        }

        if (source["items"] is JsonObject items)
        {
            result["items"] = Schema(items, definitions, depth);
        }

        Alternatives(result, source["anyOf"] as JsonArray ?? source["oneOf"] as JsonArray, definitions, depth);
        return result;
    }

    private static void Type(JsonObject result, JsonNode? type)
    {
        if (type.AsText() is { } name)
        {
            result["type"] = name.ToUpperInvariant();
        }
        else if (type is JsonArray list)
        {
            var names = list.Select(JsonFields.AsText).OfType<string>().ToArray();
            if (names.Contains("null"))
            {
                result["nullable"] = true;
            }

            result["type"] = (names.FirstOrDefault(candidate => candidate != "null") ?? "string").ToUpperInvariant();
        }
    }

    // In the service's JSON these are 64-bit numbers and hence strings.
    private static void Limits(JsonObject result)
    {
        foreach (var name in (string[])["minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties"])
        {
            if (result[name] is JsonValue number && number.GetValueKind() == JsonValueKind.Number)
            {
                result[name] = number.ToJsonString();
            }
        }
    }

    private static void Alternatives(JsonObject result, JsonArray? choices, JsonObject? definitions, int depth)
    {
        if (choices is null)
        {
            return;
        }

        var schemas = choices.OfType<JsonObject>().ToArray();
        var real = schemas.Where(choice => choice.Text("type") != "null").ToArray();
        if (real.Length < schemas.Length)
        {
            result["nullable"] = true;
        }

        result["anyOf"] = new JsonArray([.. real.Select(choice => (JsonNode)Schema(choice, definitions, depth))]);
    }
}
