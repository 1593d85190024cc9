using Realtime.Grains.Interfaces.Calls;
using Realtime.Grains.Interfaces.Deployments;

namespace Realtime.Grains.Deployments;

/// <summary>Calls deployments' grains with a time-out of its own: through a silo that has just died a call would hang for half a minute.</summary>
internal sealed class DeploymentCalls(IGrainFactory grains, DeploymentBoard board, TimeProvider time)
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _allTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan _probeTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Asks for a place.</summary>
    /// <param name="deploymentId">The deployment.</param>
    /// <param name="request">The question.</param>
    /// <returns>
    /// The answer. A deployment whose grain does not answer takes sessions if it has no limits: its places are made known with the next report.
    /// </returns>
    public async Task<LeaseAnswer> TryAcquireAsync(string deploymentId, LeaseRequest request)
    {
        // A place that is given too late is given back, unless the session went on with it.
        Action<LeaseAnswer>? late = request.Limits.Any ? answer => GiveBack(deploymentId, request, answer) : null;
        var answer = await CallAsync(() => Grain(deploymentId).TryAcquire(request), _timeout, late).ConfigureAwait(false);
        if (answer is null)
        {
            return new LeaseAnswer { Denial = request.Limits.Any ? LeaseDenial.Unknown : LeaseDenial.None, RetryAfter = _timeout };
        }

        board.Put(deploymentId, request.Model, answer);
        return answer;
    }

    /// <summary>Asks the least busy of several deployments for a place.</summary>
    /// <param name="group">The model group.</param>
    /// <param name="candidates">The deployments.</param>
    /// <returns>The answers; null when the group's grain does not answer.</returns>
    public async Task<IReadOnlyList<LeaseCandidateAnswer>?> AcquireLeastBusyAsync(string group, IReadOnlyList<LeaseCandidate> candidates)
    {
        var answers = await CallAsync(
            () => new ValueTask<IReadOnlyList<LeaseCandidateAnswer>>(grains.GetGrain<ILeastBusyGrain>(group).Acquire(candidates)),
            _allTimeout,
            late =>
            {
                foreach (var answer in late)
                {
                    GiveBack(answer.DeploymentId, candidates.First(candidate => candidate.DeploymentId == answer.DeploymentId).Request, answer.Answer);
                }
            }).ConfigureAwait(false);
        foreach (var answer in answers ?? [])
        {
            board.Put(answer.DeploymentId, candidates.First(candidate => candidate.DeploymentId == answer.DeploymentId).Request.Model, answer.Answer);
        }

        return answers;
    }

    /// <summary>Gives a place back.</summary>
    /// <param name="deploymentId">The deployment.</param>
    /// <param name="lease">The place.</param>
    /// <returns>Whether the grain knows.</returns>
    public Task<bool> ReleaseAsync(string deploymentId, LeaseRef lease) => UpdateAsync(deploymentId, grain => grain.Release(lease));

    /// <summary>Tells a failure.</summary>
    /// <param name="deploymentId">The deployment.</param>
    /// <param name="failure">The failure.</param>
    /// <returns>Whether the grain knows.</returns>
    public Task<bool> FailAsync(string deploymentId, DeploymentFailure failure) => UpdateAsync(deploymentId, grain => grain.Fail(failure));

    /// <summary>Hands in a report.</summary>
    /// <param name="deploymentId">The deployment.</param>
    /// <param name="report">The report.</param>
    /// <returns>Whether the grain knows.</returns>
    public Task<bool> RenewAsync(string deploymentId, LeaseReport report) => UpdateAsync(deploymentId, grain => grain.Renew(report));

    /// <summary>Asks what is known of a deployment.</summary>
    /// <param name="deploymentId">The deployment.</param>
    /// <returns>It; null when the grain does not answer.</returns>
    public async Task<DeploymentLoad?> GetLoadAsync(string deploymentId)
    {
        var load = await CallAsync(() => Grain(deploymentId).GetLoad(), _timeout).ConfigureAwait(false);
        if (load is not null)
        {
            board.Put(deploymentId, load);
        }

        return load;
    }

    /// <summary>Has a deployment probed.</summary>
    /// <param name="deploymentId">The deployment.</param>
    /// <param name="maxAge">An earlier result that is not older than this will do.</param>
    /// <returns>A task that ends with the probe.</returns>
    public async Task ProbeAsync(string deploymentId, TimeSpan maxAge)
    {
        var load = await CallAsync(() => new ValueTask<DeploymentLoad>(Grain(deploymentId).Probe(maxAge)), _probeTimeout).ConfigureAwait(false);
        if (load is not null)
        {
            board.Put(deploymentId, load);
        }
    }

    private IDeploymentGrain Grain(string id) => grains.GetGrain<IDeploymentGrain>(id);

    private async Task<bool> UpdateAsync(string deploymentId, Func<IDeploymentGrain, ValueTask<DeploymentLoad>> call)
    {
        var load = await CallAsync(() => call(Grain(deploymentId)), _timeout).ConfigureAwait(false);
        if (load is not null)
        {
            board.Put(deploymentId, load);
        }

        return load is not null;
    }

    private static async Task TakeLateAsync<T>(Task<T> call, Action<T> late)
    {
        await ((Task)call).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (call.IsCompletedSuccessfully)
        {
            late(await call.ConfigureAwait(false));
        }
    }

    private void GiveBack(string deploymentId, LeaseRequest request, LeaseAnswer answer)
    {
        if (answer.IsGranted)
        {
            _ = ReleaseAsync(deploymentId, request.Lease);
        }
    }

    private async Task<T?> CallAsync<T>(Func<ValueTask<T>> call, TimeSpan timeout, Action<T>? late = null)
        where T : class
    {
        Task<T>? task = null;
        try
        {
            task = call().AsTask();
            return await task.WaitAsync(timeout, time).ConfigureAwait(false);
        }
        catch (TimeoutException) when (late is not null && task is { IsCompleted: false })
        {
            _ = TakeLateAsync(task, late);
            return null;
        }
        catch (Exception exception) when (CallFailures.IsAway(exception))
        {
            return null;
        }
    }
}
