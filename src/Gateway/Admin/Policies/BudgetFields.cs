namespace Realtime.Gateway.Admin.Policies;

/// <summary>The limits and budgets that everything has which spends.</summary>
internal abstract record BudgetFields
{
    /// <summary>The spend in US dollars that is allowed in budget_duration.</summary>
    public decimal? MaxBudget { get; init; }

    /// <summary>The spend in US dollars that raises an alert.</summary>
    public decimal? SoftBudget { get; init; }

    /// <summary>The period of max_budget, such as 1d, 7d, 30d or 1mo; it begins at the calendar's times in UTC. None: for ever.</summary>
    public string? BudgetDuration { get; init; }

    /// <summary>Budgets by model.</summary>
    public Dictionary<string, ModelBudgetFields>? ModelMaxBudget { get; init; }

    /// <summary>Tokens a minute.</summary>
    public long? TpmLimit { get; init; }

    /// <summary>Requests a minute: session starts and responses.</summary>
    public long? RpmLimit { get; init; }

    /// <summary>Sessions at a time.</summary>
    public int? MaxParallelRequests { get; init; }
}
