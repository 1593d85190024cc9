using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Budgets;

/// <summary>A budget.</summary>
internal sealed record BudgetInfo
{
    /// <summary>Makes it.</summary>
    /// <param name="row">The row.</param>
    public BudgetInfo(BudgetRow row)
    {
        BudgetId = row.Id;
        MaxBudget = row.Settings.MaxBudget;
        SoftBudget = row.Settings.SoftBudget;
        BudgetDuration = row.Settings.BudgetDuration;
        MaxParallelRequests = row.Settings.MaxParallelRequests;
        TpmLimit = row.Settings.TpmLimit;
        RpmLimit = row.Settings.RpmLimit;
        ModelMaxBudget = row.Settings.ModelMaxBudget;
        CreatedAt = row.CreatedAt;
        CreatedBy = row.CreatedBy;
        UpdatedAt = row.UpdatedAt;
        UpdatedBy = row.UpdatedBy;
    }

    /// <summary>The id.</summary>
    public string BudgetId { get; }

    /// <summary>The spend in US dollars that is allowed in budget_duration.</summary>
    public decimal? MaxBudget { get; }

    /// <summary>The spend in US dollars that raises an alert.</summary>
    public decimal? SoftBudget { get; }

    /// <summary>The period of max_budget.</summary>
    public string? BudgetDuration { get; }

    /// <summary>Sessions at a time.</summary>
    public int? MaxParallelRequests { get; }

    /// <summary>Tokens a minute.</summary>
    public long? TpmLimit { get; }

    /// <summary>Requests a minute.</summary>
    public long? RpmLimit { get; }

    /// <summary>Budgets by model.</summary>
    public IReadOnlyDictionary<string, ModelBudget>? ModelMaxBudget { get; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>Who made it.</summary>
    public string CreatedBy { get; }

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset UpdatedAt { get; }

    /// <summary>Who changed it last.</summary>
    public string UpdatedBy { get; }
}
