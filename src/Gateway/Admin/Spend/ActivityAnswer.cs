namespace Realtime.Gateway.Admin.Spend;

/// <summary>What was used, by day.</summary>
/// <param name="Results">The days, the last one first.</param>
/// <param name="Metadata">Sums of all days.</param>
internal sealed record ActivityAnswer(IReadOnlyList<ActivityDay> Results, ActivityTotals Metadata);
