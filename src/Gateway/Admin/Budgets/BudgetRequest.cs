using Realtime.Gateway.Admin.Policies;

namespace Realtime.Gateway.Admin.Budgets;

/// <summary>A budget: terms that keys and customers share, not money that they share.</summary>
internal sealed record BudgetRequest : BudgetFields
{
    /// <summary>The budget's id; for a new one that is not given: a random one.</summary>
    public string? BudgetId { get; init; }
}
