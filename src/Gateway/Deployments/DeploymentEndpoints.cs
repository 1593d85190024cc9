using Realtime.Configuration;
using Realtime.Configuration.Reload;
using Realtime.Gateway.Admin.Calls;
using Realtime.Gateway.Errors;
using Realtime.Grains.Interfaces.Deployments;

namespace Realtime.Gateway.Deployments;

/// <summary>What operators ask about deployments, with the master key or an administrator's: <c>GET /health</c> and <c>GET /deployments</c>.</summary>
internal static class DeploymentEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    /// <param name="endpoints">The routes.</param>
    public static void MapDeployments(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health", HealthAsync);
        endpoints.MapGet("/deployments", TableAsync);
    }

    private static async Task TableAsync(HttpContext context, ConfigStore config, AdministratorGate gate, DeploymentReader reader, TimeProvider time)
    {
        if (await gate.RefuseAsync(context, AdminRole.Viewer).ConfigureAwait(false) is { } refusal)
        {
            await ErrorBody.WriteAsync(context.Response, refusal).ConfigureAwait(false);
            return;
        }

        var current = config.Current;
        var loads = await reader.ReadAsync(current.Deployments).ConfigureAwait(false);
        var now = time.GetUtcNow();
        DeploymentRow[] rows = [.. current.Deployments.Zip(loads, (deployment, load) => DeploymentRow.Of(deployment, load, current.Router, now))];
        await Results.Json(new DeploymentTable(rows), DeploymentJson.Default.DeploymentTable).ExecuteAsync(context).ConfigureAwait(false);
    }

    private static async Task HealthAsync(HttpContext context, ConfigStore config, AdministratorGate gate, DeploymentReader reader)
    {
        if (await gate.RefuseAsync(context, AdminRole.Viewer).ConfigureAwait(false) is { } refusal)
        {
            await ErrorBody.WriteAsync(context.Response, refusal).ConfigureAwait(false);
            return;
        }

        var current = config.Current;
        var (model, id) = (context.Request.Query["model"].ToString(), context.Request.Query["model_id"].ToString());
        Deployment[] deployments =
        [
            .. current.Deployments.Where(deployment =>
                (model.Length == 0 || deployment.ModelName == model || deployment.LiteLlmModel == model) && (id.Length == 0 || deployment.Id == id)),
        ];
        if (deployments.Length == 0 && model.Length + id.Length > 0)
        {
            await ErrorBody.WriteAsync(context.Response, Refusals.UnknownModel(model.Length > 0 ? model : id)).ConfigureAwait(false);
            return;
        }

        var loads = current.General.BackgroundHealthChecks
            ? await reader.ReadAsync(deployments).ConfigureAwait(false)
            : await ProbeAsync(deployments, reader, current.General.HealthCheckConcurrency ?? deployments.Length).ConfigureAwait(false);
        var report = Report(deployments.Zip(loads), current.General.HealthCheckDetails);
        await Results.Json(report, DeploymentJson.Default.DeploymentHealthReport).ExecuteAsync(context).ConfigureAwait(false);
    }

    private static async Task<DeploymentLoad?[]> ProbeAsync(Deployment[] deployments, DeploymentReader reader, int concurrency)
    {
        var loads = new DeploymentLoad?[deployments.Length];
        await Parallel.ForAsync(
            0,
            deployments.Length,
            new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, concurrency) },
            async (i, _) => loads[i] = IsOpenPattern(deployments[i])
                ? DeploymentLoad.Unknown
                : await reader.ProbeAsync(deployments[i]).ConfigureAwait(false)).ConfigureAwait(false);
        return loads;
    }

    // Nobody but a client knows which model of a pattern there is.
    private static bool IsOpenPattern(Deployment deployment) =>
        deployment.Info.HealthCheckModel is null && deployment.ModelName.Contains('*', StringComparison.Ordinal);

    private static DeploymentHealthReport Report(IEnumerable<(Deployment Deployment, DeploymentLoad? Load)> deployments, bool details)
    {
        var groups = deployments.ToLookup(
            pair => pair.Load?.Health ?? DeploymentHealth.Unhealthy,
            pair => new DeploymentHealthEntry(
                pair.Deployment.LiteLlmModel,
                pair.Deployment.Id,
                details ? pair.Deployment.ModelName : null,
                details ? pair.Deployment.ApiBaseText : null,
                details ? pair.Load is null ? "The cluster does not answer." : pair.Load.ProbeError : null,
                details ? pair.Load?.ProbedAt : null));
        DeploymentHealthEntry[] healthy = [.. groups[DeploymentHealth.Healthy]];
        DeploymentHealthEntry[] unhealthy = [.. groups[DeploymentHealth.Unhealthy]];
        return new DeploymentHealthReport(healthy, unhealthy, [.. groups[DeploymentHealth.Unknown]], healthy.Length, unhealthy.Length);
    }
}
