using Realtime.Grains.Deployments.Load;
using Realtime.Grains.Interfaces.Deployments;

namespace Realtime.Grains.Tests.Deployments;

/// <summary>A deployment's grain without a silo.</summary>
internal sealed class FakeDeploymentGrain(TimeProvider time) : IDeploymentGrain
{
    public DeploymentState State { get; } = new();

    public int InFlight => State.Load(time.GetUtcNow()).InFlight;

    /// <summary>Gets or sets what answers wait for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public int Released { get; private set; }

    public async ValueTask<LeaseAnswer> TryAcquire(LeaseRequest request)
    {
        await Gate;
        return State.TryAcquire(request, time.GetUtcNow());
    }

    public ValueTask<DeploymentLoad> Release(LeaseRef lease)
    {
        Released++;
        State.Release(lease);
        return GetLoad();
    }

    public ValueTask<DeploymentLoad> Fail(DeploymentFailure failure)
    {
        State.Fail(failure, time.GetUtcNow());
        return GetLoad();
    }

    public ValueTask<DeploymentLoad> Renew(LeaseReport report)
    {
        State.Renew(report, time.GetUtcNow());
        return GetLoad();
    }

    public ValueTask<DeploymentLoad> GetLoad() => new(State.Load(time.GetUtcNow()));

    public Task<DeploymentLoad> Probe(TimeSpan maxAge) => throw new NotSupportedException();
}
