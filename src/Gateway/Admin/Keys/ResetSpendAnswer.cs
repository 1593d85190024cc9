namespace Realtime.Gateway.Admin.Keys;

/// <summary>A spend that was set.</summary>
/// <param name="KeyHash">The key's hash.</param>
/// <param name="PreviousSpend">What it was, in US dollars.</param>
/// <param name="Spend">What it is.</param>
/// <param name="MaxBudget">What is allowed.</param>
/// <param name="BudgetResetAt">When the next period begins.</param>
internal sealed record ResetSpendAnswer(
    string KeyHash, decimal PreviousSpend, decimal Spend, decimal? MaxBudget, DateTimeOffset? BudgetResetAt);
