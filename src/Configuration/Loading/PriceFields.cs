using Realtime.Configuration.Source;

namespace Realtime.Configuration.Loading;

/// <summary>The price fields of LiteLLM's cost map, which a deployment may set for itself.</summary>
internal static class PriceFields
{
    private static readonly HashSet<string> _names = new(StringComparer.Ordinal)
    {
        "input_cost_per_token", "output_cost_per_token", "input_cost_per_audio_token", "output_cost_per_audio_token",
        "cache_read_input_token_cost", "cache_read_input_audio_token_cost", "cache_read_input_image_token_cost",
        "cache_creation_input_token_cost", "cache_creation_input_audio_token_cost", "input_cost_per_image", "input_cost_per_image_token",
        "output_cost_per_image", "output_cost_per_image_token", "input_cost_per_video_per_second", "output_cost_per_video_per_second",
        "input_cost_per_audio_per_second", "output_cost_per_audio_per_second", "input_cost_per_second", "output_cost_per_second",
        "input_cost_per_minute", "output_cost_per_minute", "input_cost_per_character", "output_cost_per_character",
        "output_cost_per_reasoning_token", "input_cost_per_request", "input_cost_per_text_item", "input_cost_per_pixel",
        "output_cost_per_pixel", "search_context_cost_per_query", "code_interpreter_cost_per_session",
        "regional_processing_uplift_multiplier_eu", "regional_processing_uplift_multiplier_us",
    };

    // Rows for long contexts and service tiers: input_cost_per_token_above_128k_tokens, ..._priority, ..._flex, ..._batches.
    private static readonly string[] _variants = ["_above_", "_priority", "_flex", "_batches"];

    public static IReadOnlyCollection<string> Names => _names;

    /// <summary>Reads every price of a section; a map of prices (<c>search_context_cost_per_query</c>) gives dotted names.</summary>
    public static void Read(SectionReader section, Dictionary<string, decimal> prices)
    {
        foreach (var entry in section.Map.Entries.Where(e => IsPrice(e.Key)))
        {
            if (entry.Value is ConfigMapping && section.Section(entry.Key) is { } nested)
            {
                foreach (var inner in nested.Map.Entries)
                {
                    Keep(prices, $"{entry.Key}.{inner.Key}", nested.Number(inner.Key, 0));
                }
            }
            else
            {
                Keep(prices, entry.Key, section.Number(entry.Key, 0));
            }
        }
    }

    /// <summary>Says whether a key is a price.</summary>
    /// <param name="key">The key.</param>
    public static bool IsPrice(string key) =>
        _names.Contains(key)
        || Array.Exists(_variants, v => key.IndexOf(v, StringComparison.Ordinal) is var at and > 0 && _names.Contains(key[..at]));

    private static void Keep(Dictionary<string, decimal> prices, string name, decimal? price)
    {
        if (price is { } value)
        {
            prices.TryAdd(name, value);
        }
    }
}
