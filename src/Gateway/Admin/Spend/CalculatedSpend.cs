namespace Realtime.Gateway.Admin.Spend;

/// <summary>What a usage costs.</summary>
/// <param name="Cost">US dollars.</param>
/// <param name="Unpriced">Whether no price is known.</param>
internal sealed record CalculatedSpend(decimal Cost, bool Unpriced);
