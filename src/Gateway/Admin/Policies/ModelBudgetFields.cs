namespace Realtime.Gateway.Admin.Policies;

/// <summary>The budget of one model.</summary>
internal sealed record ModelBudgetFields
{
    /// <summary>The spend in US dollars that is allowed in the period.</summary>
    public decimal? BudgetLimit { get; init; }

    /// <summary>The period, such as 1d; none: for ever.</summary>
    public string? TimePeriod { get; init; }

    /// <summary>Another name of budget_limit.</summary>
    public decimal? MaxBudget { get; init; }

    /// <summary>Another name of time_period.</summary>
    public string? BudgetDuration { get; init; }
}
