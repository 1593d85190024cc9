namespace Realtime.Gateway.Admin.Spend;

/// <summary>What was spent on a model.</summary>
/// <param name="Model">The model.</param>
/// <param name="TotalCost">US dollars.</param>
/// <param name="TotalInputTokens">The tokens that went in.</param>
/// <param name="TotalOutputTokens">The tokens that came out.</param>
internal sealed record ModelSpend(string Model, decimal TotalCost, long TotalInputTokens, long TotalOutputTokens);
