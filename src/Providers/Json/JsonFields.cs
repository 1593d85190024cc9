using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Providers.Json;

/// <summary>Reads fields of a tree without trusting their types, and fills in those that are missing.</summary>
internal static class JsonFields
{
    /// <summary>Reads a string.</summary>
    /// <param name="tree">The object.</param>
    /// <param name="name">The field.</param>
    /// <returns>The string; <see langword="null"/> if the field is missing or no string.</returns>
    public static string? Text(this JsonObject tree, string name) => tree[name].AsText();

    /// <summary>Reads a node as a string.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The string; <see langword="null"/> if it is none.</returns>
    public static string? AsText(this JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>Reads an identifier: a string that is not empty.</summary>
    /// <param name="tree">The object.</param>
    /// <param name="name">The field.</param>
    /// <returns>The identifier or <see langword="null"/>.</returns>
    public static string? Id(this JsonObject tree, string name) => tree.Text(name) is { Length: > 0 } id ? id : null;

    /// <summary>Reads a number.</summary>
    /// <param name="tree">The object.</param>
    /// <param name="name">The field.</param>
    /// <returns>The number; <see langword="null"/> if the field is missing or no number.</returns>
    public static double? Number(this JsonObject tree, string name) => tree[name] is JsonValue value
        && value.GetValueKind() == JsonValueKind.Number && double.TryParse(
            value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
        ? number
        : null;

    /// <summary>Reads a count or an index.</summary>
    /// <param name="tree">The object.</param>
    /// <param name="name">The field.</param>
    /// <returns>The whole number; <see langword="null"/> if the field is missing or none that fits.</returns>
    public static int? Int(this JsonObject tree, string name) =>
        tree.Number(name) is { } number && number >= int.MinValue && number <= int.MaxValue && Math.Truncate(number) == number
            ? (int)number
            : null;

    /// <summary>Reads a flag.</summary>
    /// <param name="tree">The object.</param>
    /// <param name="name">The field.</param>
    /// <returns>The flag; <see langword="null"/> if the field is missing or none.</returns>
    public static bool? Flag(this JsonObject tree, string name) => tree[name]?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>Reads an object.</summary>
    /// <param name="tree">The object.</param>
    /// <param name="name">The field.</param>
    /// <returns>The object; <see langword="null"/> if the field is missing or none.</returns>
    public static JsonObject? Child(this JsonObject tree, string name) => tree[name] as JsonObject;

    /// <summary>Reads an object, which is made if it is missing.</summary>
    /// <param name="tree">The object.</param>
    /// <param name="name">The field.</param>
    /// <returns>The object.</returns>
    public static JsonObject Need(this JsonObject tree, string name)
    {
        if (tree[name] is not JsonObject child)
        {
            tree[name] = child = [];
        }

        return child;
    }

    /// <summary>Reads an array.</summary>
    /// <param name="tree">The object.</param>
    /// <param name="name">The field.</param>
    /// <returns>The array; <see langword="null"/> if the field is missing or none.</returns>
    public static JsonArray? List(this JsonObject tree, string name) => tree[name] as JsonArray;

    /// <summary>Sets a field that is missing or null.</summary>
    /// <param name="tree">The object.</param>
    /// <param name="name">The field.</param>
    /// <param name="value">Its value.</param>
    /// <returns>Whether the object changed.</returns>
    public static bool Fill(this JsonObject tree, string name, JsonNode? value)
    {
        if (tree[name] is not null || (value is null && tree.ContainsKey(name)))
        {
            return false;
        }

        tree[name] = value;
        return true;
    }

    /// <summary>Sets a field whose value is not the given text.</summary>
    /// <param name="tree">The object.</param>
    /// <param name="name">The field.</param>
    /// <param name="value">Its value.</param>
    /// <returns>Whether the object changed.</returns>
    public static bool Put(this JsonObject tree, string name, string value)
    {
        if (tree.Text(name) == value)
        {
            return false;
        }

        tree[name] = value;
        return true;
    }

    /// <summary>Copies fields that are there, null included, into another object.</summary>
    /// <param name="source">Where from.</param>
    /// <param name="target">Where to.</param>
    /// <param name="names">The fields.</param>
    public static void CopyTo(this JsonObject source, JsonObject target, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (source.TryGetPropertyValue(name, out var value))
            {
                target[name] = value?.DeepClone();
            }
        }
    }
}
