namespace Realtime.Gateway.Admin.Spend;

/// <summary>What a key spent on a model.</summary>
/// <param name="ApiKey">The key's hash.</param>
/// <param name="Model">The model.</param>
/// <param name="Spend">US dollars.</param>
/// <param name="TotalTokens">All tokens.</param>
internal sealed record KeyModelSpend(string ApiKey, string Model, decimal Spend, long TotalTokens);
