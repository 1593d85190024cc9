namespace Realtime.Storage.Model;

/// <summary>One of several budgets that hold at the same time (<c>budget_limits[]</c>).</summary>
/// <param name="BudgetDuration">The period, such as <c>1d</c>.</param>
/// <param name="MaxBudget">The spend in US dollars that is allowed in it.</param>
public sealed record BudgetWindow(string BudgetDuration, decimal MaxBudget);
