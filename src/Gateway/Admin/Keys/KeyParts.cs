using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Keys;

/// <summary>What belongs to a key beside its row.</summary>
/// <param name="Budget">The budget of budget_id.</param>
/// <param name="Spend">What it has spent, by window.</param>
internal sealed record KeyParts(BudgetRow? Budget, IReadOnlyCollection<SpendRow> Spend);
