using System.Collections.Frozen;
using System.Text.Json;
using Realtime.Configuration.Loading;

namespace Realtime.Configuration.Prices;

/// <summary>
/// Reads a file of prices: LiteLLM's cost map, <c>{"MODEL": {"input_cost_per_token": 4e-06, ...}}</c>, or the same under <c>models</c>
/// with <c>source</c>, <c>date</c> and <c>corrections</c>, of which each may be a <c>copy_of</c> another model.
/// </summary>
internal static class PriceFile
{
    private static readonly JsonDocumentOptions _options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads a file.</summary>
    /// <param name="json">Its text.</param>
    /// <returns>The prices, or what is wrong, as a part of a sentence.</returns>
    public static (PriceBook? Book, string? Reason) Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, _options);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement)
                : (null, "it is no JSON object of models");
        }
        catch (JsonException exception)
        {
            return (null, $"it is no valid JSON (line {exception.LineNumber + 1})");
        }
    }

    private static (PriceBook? Book, string? Reason) Read(JsonElement root)
    {
        var wrapped = root.TryGetProperty("models", out var models) && models.ValueKind == JsonValueKind.Object;
        var sheets = new Dictionary<string, PriceSheet>(StringComparer.Ordinal);
        var reason = ReadRows(wrapped ? models : root, sheets, isCorrection: false);
        if (reason is null && wrapped && root.TryGetProperty("corrections", out var corrections) && corrections.ValueKind == JsonValueKind.Object)
        {
            reason = ReadRows(corrections, sheets, isCorrection: true);
        }

        return reason is null
            ? (new PriceBook(sheets.Values, wrapped ? Text(root, "source") : "", wrapped ? Text(root, "date") : ""), null)
            : (null, reason);
    }

    private static string? ReadRows(JsonElement rows, Dictionary<string, PriceSheet> sheets, bool isCorrection)
    {
        foreach (var row in rows.EnumerateObject().Where(row => row.Name != "sample_spec"))
        {
            if (row.Value.ValueKind != JsonValueKind.Object)
            {
                return $"the entry of {row.Name} is no object";
            }

            var fields = new Dictionary<string, decimal>(StringComparer.Ordinal);
            foreach (var field in row.Value.EnumerateObject().Where(field => PriceFields.IsPrice(field.Name)))
            {
                if (ReadField(field.Name, field.Value, fields) is { } wrong)
                {
                    return $"{row.Name}: {wrong} is no price of 0 or more";
                }
            }

            var sheet = isCorrection && sheets.TryGetValue(Text(row.Value, "copy_of") is { Length: > 0 } copy ? copy : row.Name, out var known)
                ? known with { Model = row.Name }
                : new PriceSheet { Model = row.Name };
            sheets[row.Name] = sheet.With(fields.ToFrozenDictionary(StringComparer.Ordinal));
        }

        return null;
    }

    private static string? ReadField(string name, JsonElement value, Dictionary<string, decimal> fields)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            return value.EnumerateObject().Select(inner => ReadField($"{name}.{inner.Name}", inner.Value, fields)).FirstOrDefault(w => w is not null);
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var price) || price < 0)
        {
            return name;
        }

        fields[name] = price;
        return null;
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
