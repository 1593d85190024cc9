using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Policies;

/// <summary>One of several budgets, with what was spent of it.</summary>
internal sealed record BudgetLimitInfo
{
    /// <summary>Makes it.</summary>
    /// <param name="limit">The budget.</param>
    /// <param name="spend">What was spent, by window.</param>
    public BudgetLimitInfo(BudgetWindow limit, IEnumerable<SpendRow> spend)
    {
        var window = spend.FirstOrDefault(one => one.Window == SpendWindow.Limit(limit.BudgetDuration));
        BudgetDuration = limit.BudgetDuration;
        MaxBudget = limit.MaxBudget;
        Spend = window?.Spend ?? 0;
        ResetAt = window?.ResetAt;
    }

    /// <summary>The period.</summary>
    public string BudgetDuration { get; }

    /// <summary>The spend in US dollars that is allowed in it.</summary>
    public decimal MaxBudget { get; }

    /// <summary>The spend in US dollars in the present period.</summary>
    public decimal Spend { get; }

    /// <summary>When the next period begins.</summary>
    public DateTimeOffset? ResetAt { get; }
}
