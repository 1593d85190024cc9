using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Simulator.Json;

/// <summary>Short ways to read members that may be absent or of another type.</summary>
internal static class JsonObjectExtensions
{
    public static string? Text(this JsonObject? value, string name) =>
        value?[name] is JsonValue member && member.GetValueKind() == JsonValueKind.String ? member.GetValue<string>() : null;

    public static double? Number(this JsonObject? value, string name) =>
        value?[name] is JsonValue member && member.GetValueKind() == JsonValueKind.Number ? member.AsDouble() : null;

    public static bool? Flag(this JsonObject? value, string name) => value?[name]?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public static JsonObject? Object(this JsonObject? value, string name) => value?[name] as JsonObject;

    public static JsonArray? Array(this JsonObject? value, string name) => value?[name] as JsonArray;

    /// <summary>Reads a number whatever .NET type stands behind it.</summary>
    public static double AsDouble(this JsonValue value) =>
        double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Renames a member in place at the end, if it is there.</summary>
    public static void Rename(this JsonObject value, string from, string to)
    {
        if (value.TryGetPropertyValue(from, out var member))
        {
            value.Remove(from);
            value[to] = member;
        }
    }
}
