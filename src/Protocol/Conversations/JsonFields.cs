using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Realtime.Protocol.Conversations;

/// <summary>Reads events of which nothing is certain: whatever is missing or of another type reads as nothing.</summary>
internal static class JsonFields
{
    /// <summary>Parses an object.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out JsonDocument? document)
    {
        document = null;
        try
        {
            var reader = new Utf8JsonReader(utf8);
            if (!JsonDocument.TryParseValue(ref reader, out document))
            {
                return false;
            }
        }
        catch (JsonException)
        {
            return false;
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return true;
        }

        document.Dispose();
        document = null;
        return false;
    }

    /// <summary>Parses an object that was kept as text.</summary>
    public static bool TryParse(string? json, [NotNullWhen(true)] out JsonDocument? document)
    {
        document = null;
        return json is not null && TryParse(Encoding.UTF8.GetBytes(json), out document);
    }

    /// <summary>Gets a member; an undefined element if there is none.</summary>
    public static JsonElement Get(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return default;
        }

        try
        {
            return element.TryGetProperty(name, out var value) ? value : default;
        }
        catch (InvalidOperationException)
        {
            // A sibling's name holds half a surrogate pair: the parser takes it and the comparison does not.
            return default;
        }
    }

    /// <summary>Gets the text of a string; <see langword="null"/> for anything else.</summary>
    public static string? AsText(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: JSON's grammar takes it, Unicode does not.
            return null;
        }
    }

    /// <summary>Gets a member that is a string.</summary>
    public static string? Text(this JsonElement element, string name) => element.Get(name).AsText();

    /// <summary>Gets a member that is a whole number.</summary>
    public static int? Number(this JsonElement element, string name)
    {
        var value = element.Get(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
    }

    /// <summary>Gets a member that is true or false.</summary>
    public static bool? Flag(this JsonElement element, string name) => element.Get(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>Gets the elements of an array; nothing for anything else.</summary>
    public static IEnumerable<JsonElement> Elements(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];

    /// <summary>Gets the members of an object; nothing for anything else.</summary>
    public static IEnumerable<(string Name, JsonElement Value)> Members(this JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                if (TryReadName(member) is { } name)
                {
                    yield return (name, member.Value);
                }
            }
        }
    }

    /// <summary>Gets an element's JSON; nothing where there is none, where it is null, or where it is longer than the limit.</summary>
    public static string? Raw(this JsonElement element, int maxLength = int.MaxValue)
    {
        if (element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return null;
        }

        try
        {
            var json = element.GetRawText();
            return json.Length <= maxLength ? json : null;
        }
        catch (InvalidOperationException)
        {
            // Bytes in a string that are no UTF-8.
            return null;
        }
    }

    /// <summary>Cuts a text to a length without parting a surrogate pair.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Limit(this string? text, int length)
    {
        if (text is null || text.Length <= length)
        {
            return text;
        }

        return text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }

    private static string? TryReadName(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair again.
            return null;
        }
    }
}
