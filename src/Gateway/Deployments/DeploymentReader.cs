using Realtime.Configuration;
using Realtime.Grains.Interfaces.Calls;
using Realtime.Grains.Interfaces.Deployments;

namespace Realtime.Gateway.Deployments;

/// <summary>Asks the cluster about deployments.</summary>
internal sealed class DeploymentReader(IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(2);

    /// <summary>Gets what is known of deployments.</summary>
    /// <param name="deployments">The deployments.</param>
    /// <returns>For each of them what is known; null where the cluster does not answer.</returns>
    public Task<DeploymentLoad?[]> ReadAsync(IEnumerable<Deployment> deployments) =>
        Task.WhenAll(deployments.Select(deployment => AskAsync(deployment.Id, grain => grain.GetLoad().AsTask(), _timeout)));

    /// <summary>Has a deployment probed now.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <returns>What is known after that; null when the cluster does not answer.</returns>
    public Task<DeploymentLoad?> ProbeAsync(Deployment deployment) =>
        AskAsync(deployment.Id, grain => grain.Probe(TimeSpan.Zero), deployment.Timeout + _timeout);

    private async Task<DeploymentLoad?> AskAsync(string id, Func<IDeploymentGrain, Task<DeploymentLoad>> ask, TimeSpan timeout)
    {
        try
        {
            return await ask(grains.GetGrain<IDeploymentGrain>(id)).WaitAsync(timeout, time).ConfigureAwait(false);
        }
        catch (Exception exception) when (CallFailures.IsAway(exception))
        {
            return null;
        }
    }
}
