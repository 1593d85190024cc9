using System.Text.Json;

namespace Realtime.Protocol.Conversations;

/// <summary>Reads the <c>metadata</c> of requests and responses into one form, so that the echo of a provider compares equal.</summary>
internal static class ResponseMetadata
{
    private const int MaxPairs = 64;
    private const int MaxLength = 2_048;

    /// <summary>Reads metadata; <see langword="null"/> where there is none.</summary>
    public static string? Read(JsonElement metadata)
    {
        if (metadata.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var pairs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in metadata.Members().Take(MaxPairs))
        {
            pairs[name.Limit(MaxLength)] = (value.AsText() ?? value.Raw() ?? "").Limit(MaxLength);
        }

        return pairs.Count > 0 ? EventJson.Text(writer => Write(writer, pairs)) : null;
    }

    private static void Write(Utf8JsonWriter writer, SortedDictionary<string, string> pairs)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in pairs)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
    }
}
