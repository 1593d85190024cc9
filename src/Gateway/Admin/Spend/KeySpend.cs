namespace Realtime.Gateway.Admin.Spend;

/// <summary>What a key spent.</summary>
/// <param name="ApiKey">The key's hash.</param>
/// <param name="TotalCost">US dollars.</param>
/// <param name="TotalInputTokens">The tokens that went in.</param>
/// <param name="TotalOutputTokens">The tokens that came out.</param>
/// <param name="ModelDetails">By model.</param>
internal sealed record KeySpend(
    string ApiKey, decimal TotalCost, long TotalInputTokens, long TotalOutputTokens, IReadOnlyList<ModelSpend> ModelDetails);
