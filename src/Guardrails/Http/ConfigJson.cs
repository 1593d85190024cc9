using System.Globalization;
using System.Text.Json.Nodes;
using Realtime.Configuration.Source;

namespace Realtime.Guardrails.Http;

/// <summary>Gives parts of the configuration as JSON, for what goes to a service as it stands.</summary>
internal static class ConfigJson
{
    public static JsonNode? ToJson(ConfigNode node) => node switch
    {
        ConfigMapping map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key, ToJson(entry.Value)))),
        ConfigSequence list => new JsonArray([.. list.Items.Select(ToJson)]),
        ConfigScalar scalar => Scalar(scalar),
        _ => null,
    };

    private static JsonValue? Scalar(ConfigScalar scalar) =>
        scalar.IsNull ? null
        : scalar.IsQuoted ? JsonValue.Create(scalar.Text)
        : scalar.Text is "true" or "false" ? JsonValue.Create(scalar.Text == "true")
        : long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole)
        : decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number)
        : JsonValue.Create(scalar.Text);
}
