using System.Text.Json;

namespace Realtime.Grains.Metering;

/// <summary>Reads single fields.</summary>
internal static class MeterJson
{
    /// <summary>Reads a text.</summary>
    /// <param name="element">The object.</param>
    /// <param name="name">The field.</param>
    /// <returns>The text; null when there is none.</returns>
    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>Reads a field of a field.</summary>
    /// <param name="element">The object.</param>
    /// <param name="path">The fields.</param>
    /// <returns>The value; undefined when there is none.</returns>
    public static JsonElement Find(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return default;
            }
        }

        return element;
    }
}
