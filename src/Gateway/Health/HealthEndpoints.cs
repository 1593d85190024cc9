using Realtime.Configuration.Reload;
using Realtime.Gateway.Sessions;

namespace Realtime.Gateway.Health;

/// <summary>What load balancers and orchestrators ask, under LiteLLM's names.</summary>
internal static class HealthEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    /// <param name="endpoints">The routes.</param>
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        foreach (var path in new[] { "/health/liveliness", "/health/liveness", "/health/live" })
        {
            endpoints.MapGet(path, () => Results.Text("\"I'm alive!\"", "application/json"));
        }

        foreach (var path in new[] { "/health/readiness", "/health/ready" })
        {
            endpoints.MapGet(path, Readiness);
        }
    }

    private static IResult Readiness(ClusterWatch cluster, OpenClients clients, ConfigStore config)
    {
        var limit = config.Current.General.MaxSessions;
        var reason = clients.IsDraining ? "draining"
            : !cluster.IsReachable ? "the cluster does not answer yet"
            : config.Current.Deployments.Count == 0 ? "no model is configured"
            : limit <= clients.Count ? "the limit of sessions is reached"
            : null;
        return reason is null
            ? Results.Json(new HealthReport("healthy", null), HealthJson.Default.HealthReport)
            : Results.Json(new HealthReport("unhealthy", reason), HealthJson.Default.HealthReport, statusCode: 503);
    }
}
