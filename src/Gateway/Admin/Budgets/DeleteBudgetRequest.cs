namespace Realtime.Gateway.Admin.Budgets;

/// <summary>A budget to be deleted.</summary>
internal sealed record DeleteBudgetRequest
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }
}
