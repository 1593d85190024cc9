using System.Text.Json;
using Realtime.Configuration.Loading;
using Realtime.Grains.Interfaces.Deployments;

namespace Realtime.Gateway.Admission;

/// <summary>Reads the <c>router_settings</c> of a key or a team. What it cannot read there counts as not set: the routing goes on.</summary>
internal static class RoutingReader
{
    /// <summary>Reads the settings.</summary>
    /// <param name="json">A JSON object; null for none.</param>
    /// <returns>The routing that is asked for; null for the configuration's.</returns>
    public static RoutingOverrides? Read(string? json)
    {
        if (json is null)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return root.ValueKind != JsonValueKind.Object ? null : new RoutingOverrides
            {
                RoutingStrategy = Text(root, "routing_strategy"),
                NumRetries = Number(root, "num_retries"),
                RetryAfter = Duration(root, "retry_after"),
                Timeout = Duration(root, "timeout"),
                Fallbacks = Lists(root, "fallbacks"),
                DefaultFallbacks = Texts(root, "default_fallbacks"),
                MaxFallbacks = Number(root, "max_fallbacks"),
                RetryPolicy = Map(root, "retry_policy", value => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) ? count : (int?)null),
                EnableTagFiltering = Flag(root, "enable_tag_filtering"),
                TagFilteringMatchAny = Flag(root, "tag_filtering_match_any"),
                ModelGroupAlias = Aliases(root),
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement Find(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement root, string name) => Find(root, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static int? Number(JsonElement root, string name) =>
        Find(root, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) && number >= 0 ? number : null;

    private static bool? Flag(JsonElement root, string name) =>
        Find(root, name).ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };

    private static TimeSpan? Duration(JsonElement root, string name) => Find(root, name) switch
    {
        { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out var seconds) && seconds is >= 0 and < 1e6 => TimeSpan.FromSeconds(seconds),
        { ValueKind: JsonValueKind.String } value when DurationText.TryParse(value.GetString()!, out var duration) => duration,
        _ => null,
    };

    private static string[]? Texts(JsonElement root, string name) => Find(root, name) is { ValueKind: JsonValueKind.Array } value ? Texts(value) : null;

    private static string[] Texts(JsonElement list) =>
        [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];

    // LiteLLM writes fallbacks as a list of objects with one member each.
    private static Dictionary<string, IReadOnlyList<string>>? Lists(JsonElement root, string name) => Find(root, name) is not { ValueKind: JsonValueKind.Array } value
        ? null
        : value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).SelectMany(item => item.EnumerateObject())
            .Where(member => member.Value.ValueKind == JsonValueKind.Array).DistinctBy(member => member.Name)
            .ToDictionary(member => member.Name, IReadOnlyList<string> (member) => Texts(member.Value), StringComparer.Ordinal);

    private static Dictionary<string, T>? Map<T>(JsonElement root, string name, Func<JsonElement, T?> read)
        where T : struct => Find(root, name) is not { ValueKind: JsonValueKind.Object } value
        ? null
        : value.EnumerateObject().Where(member => read(member.Value) is not null).DistinctBy(member => member.Name)
            .ToDictionary(member => member.Name, member => read(member.Value)!.Value, StringComparer.Ordinal);

    private static Dictionary<string, string>? Aliases(JsonElement root) => Find(root, "model_group_alias") is not { ValueKind: JsonValueKind.Object } value
        ? null
        : value.EnumerateObject().DistinctBy(member => member.Name)
            .Select(member => (member.Name, Target: member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : member.Value.ValueKind == JsonValueKind.Object ? Text(member.Value, "model") : null))
            .Where(alias => alias.Target is not null).ToDictionary(alias => alias.Name, alias => alias.Target!, StringComparer.Ordinal);
}
