using System.Globalization;
using System.Text.Json.Nodes;
using Realtime.Configuration.Loading;

namespace Realtime.Configuration.Source;

/// <summary>Gives a part of the file as JSON, for what is read by another's schema, and for what people may see.</summary>
public static class ConfigJson
{
    private const string Hidden = "****";

    /// <summary>Converts a value. A scalar that stands in no quotes and looks like a number or a boolean becomes one.</summary>
    /// <param name="node">The value.</param>
    /// <returns>The JSON; null for nothing.</returns>
    public static JsonNode? Convert(ConfigNode node) => node switch
    {
        ConfigMapping map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key, Convert(entry.Value)))),
        ConfigSequence list => new JsonArray([.. list.Items.Select(Convert)]),
        ConfigScalar { IsNull: true } => null,
        ConfigScalar { IsQuoted: false } scalar when decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
            JsonValue.Create(number),
        ConfigScalar { IsQuoted: false } scalar when bool.TryParse(scalar.Text, out var flag) => JsonValue.Create(flag),
        ConfigScalar scalar => JsonValue.Create(scalar.Text),
        _ => null,
    };

    /// <summary>Converts a value for people: what a variable holds, and what may be secret, is hidden.</summary>
    /// <param name="node">The value.</param>
    /// <returns>The JSON; null for nothing.</returns>
    public static JsonNode? ConvertMasked(ConfigNode node) => ConvertMasked(node, "");

    private static JsonNode? ConvertMasked(ConfigNode node, string path) => node switch
    {
        ConfigMapping map => new JsonObject(
            map.Entries.Select(entry => KeyValuePair.Create(entry.Key, ConvertMasked(entry.Value, ConfigPath.Join(path, entry.Key))))),
        ConfigSequence list => new JsonArray([.. list.Items.Select(item => ConvertMasked(item, path))]),
        ConfigScalar { IsNull: false } scalar when scalar.Variable is not null || SecretKeys.MayHoldSecret(path) => Hidden,
        _ => Convert(node),
    };
}
