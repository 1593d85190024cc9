namespace Realtime.Gateway.Deployments;

/// <summary>The answer of <c>GET /deployments</c>.</summary>
/// <param name="Deployments">The deployments, in the order of the configuration.</param>
internal sealed record DeploymentTable(IReadOnlyList<DeploymentRow> Deployments);
