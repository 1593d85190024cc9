using System.Collections.Frozen;

namespace Realtime.Configuration.Prices;

/// <summary>What one model costs, in US dollars, by LiteLLM's field names.</summary>
public sealed record PriceSheet
{
    /// <summary>Gets the name under which the prices stand, such as <c>azure/gpt-realtime-2025-08-28</c>.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the prices by field.</summary>
    public IReadOnlyDictionary<string, decimal> Fields { get; init; } = FrozenDictionary<string, decimal>.Empty;

    /// <summary>Gets a factor on everything, as a provider asks for processing within a region.</summary>
    public decimal Uplift { get; init; } = 1;

    /// <summary>Gets the first of some prices that is set.</summary>
    /// <param name="fields">The fields, the one that counts first.</param>
    /// <returns>The price; null when none is set.</returns>
    public decimal? First(params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (Fields.TryGetValue(field, out var price))
            {
                return price;
            }
        }

        return null;
    }

    /// <summary>Puts other prices in the place of these.</summary>
    /// <param name="fields">The prices that win.</param>
    /// <returns>The sheet with both.</returns>
    public PriceSheet With(IReadOnlyDictionary<string, decimal> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (fields.Count == 0)
        {
            return this;
        }

        var merged = new Dictionary<string, decimal>(Fields, StringComparer.Ordinal);
        foreach (var (field, price) in fields)
        {
            merged[field] = price;
        }

        return this with { Fields = merged.ToFrozenDictionary(StringComparer.Ordinal) };
    }
}
