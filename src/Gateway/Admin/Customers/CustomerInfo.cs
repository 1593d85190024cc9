using Realtime.Gateway.Admin.Budgets;
using Realtime.Gateway.Admin.Policies;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Customers;

/// <summary>A customer.</summary>
internal sealed record CustomerInfo : PolicyInfo
{
    /// <summary>Makes it.</summary>
    public CustomerInfo(CustomerRow row, BudgetRow? budget, IReadOnlyCollection<SpendRow> spend, DateTimeOffset now)
        : base(row, spend, now)
    {
        UserId = row.Id;
        Alias = row.Alias;
        Blocked = row.Blocked;
        BudgetId = row.BudgetId;
        LitellmBudgetTable = budget is null ? null : new BudgetInfo(budget);
    }

    /// <summary>The id.</summary>
    public string UserId { get; }

    /// <summary>The name.</summary>
    public string? Alias { get; }

    /// <summary>Whether the customer is refused.</summary>
    public bool Blocked { get; }

    /// <summary>The budget whose limits count where the customer has none.</summary>
    public string? BudgetId { get; }

    /// <summary>The budget of budget_id.</summary>
    public BudgetInfo? LitellmBudgetTable { get; }
}
