using System.Text.Json;

namespace Realtime.Providers.Bedrock.Turns;

/// <summary>Reads the arguments of a call, which the service sometimes encodes twice.</summary>
internal static class CallArguments
{
    private const int MostLayers = 3;

    /// <summary>Reads them.</summary>
    /// <param name="toolUse">The <c>toolUse</c> event.</param>
    /// <returns>JSON text of an object, or what came where it is none; an empty object where nothing came.</returns>
    public static string Peel(JsonElement toolUse)
    {
        if (!toolUse.TryGetProperty("content", out var content))
        {
            return "{}";
        }

        if (content.ValueKind != JsonValueKind.String)
        {
            return content.GetRawText();
        }

        var text = content.GetString()!;
        for (var layer = 0; layer < MostLayers && text.AsSpan().TrimStart().StartsWith("\""); layer++)
        {
            try
            {
                text = JsonSerializer.Deserialize<string>(text) ?? "{}";
            }
            catch (JsonException)
            {
                break;
            }
        }

        return string.IsNullOrWhiteSpace(text) ? "{}" : text;
    }
}
