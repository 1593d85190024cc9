namespace Realtime.Configuration.Prices;

/// <summary>
/// Prices a usage, exactly. Cached audio without a price of its own costs what cached text costs, and without any cached price the full
/// one; audio and images without one cost what text costs; <c>input_cost_per_image</c> is the price of an image token; thoughts are text.
/// </summary>
public static class CostCalculator
{
    private const decimal SecondsPerMinute = 60;

    /// <summary>Prices a usage.</summary>
    /// <param name="usage">What was used.</param>
    /// <param name="prices">The prices; null when none are known.</param>
    /// <returns>The cost before any discount.</returns>
    public static Cost Price(ModelUsage usage, PriceSheet? prices)
    {
        ArgumentNullException.ThrowIfNull(usage);
        if (prices is null)
        {
            return Cost.Unpriced;
        }

        // A model that is paid by time charges no tokens unless its prices name some.
        var sum = new Sum(IsByTime(prices));
        AddInput(ref sum, usage, prices);
        AddOutput(ref sum, usage, prices);
        sum.AddTime(usage.InputSeconds, PerSecond(prices, "input"), hasTokens: usage.TotalTokens > 0);
        sum.AddTime(usage.OutputSeconds, PerSecond(prices, "output"), hasTokens: true);
        sum.Add(1, prices.First("input_cost_per_request") ?? 0);
        return sum.IsUnpriced ? Cost.Unpriced : new Cost(sum.Total * prices.Uplift, false);
    }

    /// <summary>Prices a usage of a deployment, with the discount and the margin of the configuration.</summary>
    /// <param name="usage">What was used.</param>
    /// <param name="prices">The prices; null when none are known.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="settings">Holds the discounts and margins.</param>
    /// <returns>The cost.</returns>
    public static Cost Price(ModelUsage usage, PriceSheet? prices, string provider, LiteLlmSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var cost = Price(usage, prices);
        var discount = settings.CostDiscounts.GetValueOrDefault(provider);
        var margin = settings.CostMargins.TryGetValue(provider, out var own) ? own : settings.CostMargins.GetValueOrDefault("global");
        return cost with { Total = cost.Total * (1 - discount) * (1 + margin) };
    }

    /// <summary>Says whether prices are by time, so that a usage must tell its seconds.</summary>
    /// <param name="prices">The prices.</param>
    /// <returns>Whether.</returns>
    public static bool IsByTime(PriceSheet prices)
    {
        ArgumentNullException.ThrowIfNull(prices);
        return PerSecond(prices, "input") is not null || PerSecond(prices, "output") is not null;
    }

    private static void AddInput(ref Sum sum, ModelUsage usage, PriceSheet prices)
    {
        var text = prices.First("input_cost_per_token");
        var audio = prices.First("input_cost_per_audio_token") ?? text;
        var image = prices.First("input_cost_per_image_token", "input_cost_per_image") ?? text;
        var cached = prices.First("cache_read_input_token_cost");
        sum.Add(usage.InputText - usage.CachedText, text);
        sum.Add(usage.InputAudio - usage.CachedAudio, audio);
        sum.Add(usage.InputImage - usage.CachedImage, image);
        sum.Add(usage.CachedText, cached ?? text);
        sum.Add(usage.CachedAudio, prices.First("cache_read_input_audio_token_cost") ?? cached ?? audio);
        sum.Add(usage.CachedImage, prices.First("cache_read_input_image_token_cost") ?? cached ?? image);
    }

    private static void AddOutput(ref Sum sum, ModelUsage usage, PriceSheet prices)
    {
        var text = prices.First("output_cost_per_token");
        sum.Add(usage.OutputText - usage.Reasoning, text);
        sum.Add(usage.Reasoning, prices.First("output_cost_per_reasoning_token") ?? text);
        sum.Add(usage.OutputAudio, prices.First("output_cost_per_audio_token") ?? text);
    }

    private static decimal? PerSecond(PriceSheet prices, string direction) =>
        prices.First($"{direction}_cost_per_second", $"{direction}_cost_per_audio_per_second")
        ?? (prices.First($"{direction}_cost_per_minute") is { } minute ? minute / SecondsPerMinute : null);

    private struct Sum(bool byTime)
    {
        public decimal Total { get; private set; }

        public bool IsUnpriced { get; private set; }

        public void Add(long count, decimal? price)
        {
            Total += count * (price ?? 0);
            IsUnpriced |= count > 0 && price is null && !byTime;
        }

        // Seconds that come along with tokens need no price: the tokens are what is paid.
        public void AddTime(decimal seconds, decimal? price, bool hasTokens)
        {
            Total += seconds * (price ?? 0);
            IsUnpriced |= seconds > 0 && price is null && !hasTokens;
        }
    }
}
