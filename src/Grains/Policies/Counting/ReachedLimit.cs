namespace Realtime.Grains.Policies.Counting;

/// <summary>A limit that leaves no room.</summary>
/// <param name="Kind">What is limited: <c>requests</c>, <c>tokens</c> or <c>max_parallel_requests</c>.</param>
/// <param name="Model">The model that it is a limit of; null for all.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Seconds">After how many seconds it is worth another try.</param>
internal sealed record ReachedLimit(string Kind, string? Model, long Limit, int Seconds);
