using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Realtime.Configuration;
using Realtime.Configuration.Reload;
using Realtime.Grains.Interfaces.Calls;

namespace Realtime.Grains.Deployments;

/// <summary>
/// Has deployments probed at intervals (<c>background_health_checks</c>). Every silo asks, and a deployment's grain probes only when its last result is
/// old, so that the cluster probes once.
/// </summary>
internal sealed class BackgroundProbes(ConfigStore config, DeploymentCalls calls, TimeProvider time, ILogger<BackgroundProbes> logger) : BackgroundService
{
    private static readonly TimeSpan _shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(30);

    /// <summary>Tells whether a deployment can be probed: one whose name is a pattern needs <c>health_check_model</c>.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <returns>Whether it can.</returns>
    public static bool CanProbe(Deployment deployment) =>
        deployment.Info.HealthCheckModel is not null || !deployment.ModelName.Contains('*', StringComparison.Ordinal);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var general = config.Current.General;
                var pause = general.HealthCheckInterval / 4;
                await Task.Delay(pause < _shortest ? _shortest : pause > _longest ? _longest : pause, time, stoppingToken).ConfigureAwait(false);
                if (config.Current.General.BackgroundHealthChecks)
                {
                    await Rounds.TryAsync(() => ProbeAllAsync(config.Current, stoppingToken), logger, stoppingToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }

    private async Task ProbeAllAsync(RealtimeConfig current, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = current.General.HealthCheckConcurrency ?? -1,
            CancellationToken = cancellationToken,
        };
        var deployments = current.Deployments.Where(deployment => !deployment.Info.DisableBackgroundHealthCheck && CanProbe(deployment));
        await Parallel.ForEachAsync(
            deployments,
            options,
            async (deployment, _) => await calls.ProbeAsync(deployment.Id, current.General.HealthCheckInterval).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
