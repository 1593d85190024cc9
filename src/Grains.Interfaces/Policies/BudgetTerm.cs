namespace Realtime.Grains.Interfaces.Policies;

/// <summary>One budget: how much may be spent in which window.</summary>
/// <param name="Window">The window's name in the ledger's spend, such as <c>main</c>, <c>limit:1d</c> or <c>model:voice</c>.</param>
/// <param name="Limit">US dollars.</param>
/// <param name="Period">The period, such as <c>30d</c>; null: for ever.</param>
/// <param name="Model">The model that alone counts; null: all.</param>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.BudgetTerm")]
public sealed record BudgetTerm(
    [property: Id(0)] string Window,
    [property: Id(1)] decimal Limit,
    [property: Id(2)] string? Period = null,
    [property: Id(3)] string? Model = null);
