namespace Realtime.Gateway.Admin.Spend;

/// <summary>One part of a day.</summary>
/// <param name="Metrics">Its sums.</param>
/// <param name="Metadata">What else is known, such as a key's alias.</param>
internal sealed record ActivityPart(ActivityMetrics Metrics, IReadOnlyDictionary<string, string?> Metadata);
