using Orleans.Concurrency;

namespace Realtime.Grains.Interfaces.Deployments;

/// <summary>One deployment as the whole cluster sees it: who holds a place at it, whether it rests after failures, how quick it is. Its key is the deployment's id.</summary>
[Alias("Realtime.IDeploymentGrain")]
public interface IDeploymentGrain : IGrainWithStringKey
{
    /// <summary>Asks for a place for a session. The answer decides; what else is known of a deployment only advises.</summary>
    /// <param name="request">For whom, and the limits that hold.</param>
    /// <returns>Whether the place was given.</returns>
    [Alias("TryAcquire")]
    ValueTask<LeaseAnswer> TryAcquire(LeaseRequest request);

    /// <summary>Gives a place back. A place that meanwhile was given anew to the same session stays.</summary>
    /// <param name="lease">The place.</param>
    /// <returns>What is known of the deployment after that.</returns>
    [Alias("Release")]
    ValueTask<DeploymentLoad> Release(LeaseRef lease);

    /// <summary>Gives a place back because the provider did not serve, which may send the deployment to rest.</summary>
    /// <param name="failure">What happened.</param>
    /// <returns>What is known of the deployment after that.</returns>
    [Alias("Fail")]
    ValueTask<DeploymentLoad> Fail(DeploymentFailure failure);

    /// <summary>Keeps places and hands in what was measured; one call for all sessions of a silo.</summary>
    /// <param name="report">The places and figures.</param>
    /// <returns>What is known of the deployment after that.</returns>
    [Alias("Renew")]
    ValueTask<DeploymentLoad> Renew(LeaseReport report);

    /// <summary>Gets what is known of the deployment.</summary>
    /// <returns>It.</returns>
    [Alias("GetLoad")]
    [AlwaysInterleave]
    ValueTask<DeploymentLoad> GetLoad();

    /// <summary>Opens the provider's socket, waits for its first event and closes it, and keeps the result.</summary>
    /// <param name="maxAge">An earlier result that is not older than this is given instead; zero for a fresh one.</param>
    /// <returns>What is known of the deployment after that; its <see cref="DeploymentLoad.Health"/> is the result.</returns>
    [Alias("Probe")]
    [AlwaysInterleave]
    [ResponseTimeout("00:02:00")]
    Task<DeploymentLoad> Probe(TimeSpan maxAge);
}
