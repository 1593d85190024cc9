namespace Realtime.Gateway.Health;

/// <summary>The answer of the readiness endpoint.</summary>
/// <param name="Status"><c>healthy</c> when a session could start now, else <c>unhealthy</c>.</param>
/// <param name="Reason">Why not.</param>
internal sealed record HealthReport(string Status, string? Reason);
