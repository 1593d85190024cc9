using Realtime.Gateway.Admin.Calls;
using Realtime.Gateway.Admin.Policies;

namespace Realtime.Gateway.Admin.Customers;

/// <summary>What is set for a customer: who stands behind requests at the caller's side.</summary>
[InertFields("allowed_model_region", "default_model", "object_permission")]
internal sealed record CustomerFields : PolicyFields
{
    /// <summary>The customer's id, as requests name it.</summary>
    public required string UserId { get; init; }

    /// <summary>The name.</summary>
    public string? Alias { get; init; }

    /// <summary>Whether the customer is refused.</summary>
    public bool? Blocked { get; init; }

    /// <summary>The budget whose limits count where the customer has none.</summary>
    public string? BudgetId { get; init; }

    /// <summary>What the customer has spent so far, in US dollars.</summary>
    public decimal? Spend { get; init; }
}
