namespace Realtime.Gateway.Admin.Spend;

/// <summary>A day.</summary>
/// <param name="Date">The day, in UTC.</param>
/// <param name="Metrics">Its sums.</param>
/// <param name="Breakdown">The day in parts.</param>
internal sealed record ActivityDay(DateOnly Date, ActivityMetrics Metrics, ActivityBreakdown Breakdown);
