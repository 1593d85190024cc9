namespace Realtime.Gateway.Admin.Policies;

/// <summary>One of several budgets that hold at the same time.</summary>
internal sealed record BudgetLimitFields
{
    /// <summary>The period, such as 1d.</summary>
    public required string BudgetDuration { get; init; }

    /// <summary>The spend in US dollars that is allowed in it.</summary>
    public required decimal MaxBudget { get; init; }

    /// <summary>When the present period ends. In requests it is ignored: periods begin at the calendar's times.</summary>
    public DateTimeOffset? ResetAt { get; init; }
}
