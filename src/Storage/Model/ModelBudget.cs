namespace Realtime.Storage.Model;

/// <summary>The budget of one model (<c>model_max_budget</c>).</summary>
/// <param name="BudgetLimit">The spend in US dollars that is allowed in the period.</param>
/// <param name="TimePeriod">The period, such as <c>1d</c>; null: for ever.</param>
public sealed record ModelBudget(decimal BudgetLimit, string? TimePeriod);
