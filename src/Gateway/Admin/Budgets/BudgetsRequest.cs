namespace Realtime.Gateway.Admin.Budgets;

/// <summary>Budgets.</summary>
internal sealed record BudgetsRequest
{
    /// <summary>Their ids.</summary>
    public required List<string> Budgets { get; init; }
}
