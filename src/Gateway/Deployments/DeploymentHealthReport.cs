namespace Realtime.Gateway.Deployments;

/// <summary>The answer of <c>GET /health</c>, in LiteLLM's form.</summary>
/// <param name="HealthyEndpoints">The deployments whose provider answered.</param>
/// <param name="UnhealthyEndpoints">Those whose provider did not.</param>
/// <param name="UnprobedEndpoints">Those that were not probed: a pattern without <c>health_check_model</c>, or no background probe yet.</param>
/// <param name="HealthyCount">How many answered.</param>
/// <param name="UnhealthyCount">How many did not.</param>
internal sealed record DeploymentHealthReport(
    IReadOnlyList<DeploymentHealthEntry> HealthyEndpoints,
    IReadOnlyList<DeploymentHealthEntry> UnhealthyEndpoints,
    IReadOnlyList<DeploymentHealthEntry> UnprobedEndpoints,
    int HealthyCount,
    int UnhealthyCount);
