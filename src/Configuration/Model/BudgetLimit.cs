namespace Realtime.Configuration;

/// <summary>A provider's budget (<c>provider_budget_config</c>).</summary>
/// <param name="Limit">The spend in US dollars that is allowed in a period; not negative.</param>
/// <param name="Period">The period.</param>
public sealed record BudgetLimit(decimal Limit, TimeSpan Period);
