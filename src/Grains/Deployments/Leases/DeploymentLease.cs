using Realtime.Configuration;
using Realtime.Grains.Interfaces.Deployments;

namespace Realtime.Grains.Deployments.Leases;

/// <summary>A place at a deployment that a session of this silo holds, until it is disposed of. The silo's <see cref="LeaseKeeper"/> renews it.</summary>
internal sealed class DeploymentLease : IDisposable
{
    private readonly LeaseKeeper _keeper;
    private int _released;

    /// <summary>Initializes a new instance of the <see cref="DeploymentLease"/> class.</summary>
    /// <param name="keeper">Renews it.</param>
    /// <param name="deployment">The deployment.</param>
    /// <param name="reference">The place.</param>
    /// <param name="isLimited">Whether the deployment has limits.</param>
    public DeploymentLease(LeaseKeeper keeper, Deployment deployment, LeaseRef reference, bool isLimited)
    {
        _keeper = keeper;
        Deployment = deployment;
        Reference = reference;
        IsLimited = isLimited;
    }

    /// <summary>Gets the deployment.</summary>
    public Deployment Deployment { get; }

    /// <summary>Gets the place as the cluster knows it.</summary>
    public LeaseRef Reference { get; }

    /// <summary>Gets a value indicating whether the deployment has limits.</summary>
    public bool IsLimited { get; }

    /// <summary>Hands in how long connecting took.</summary>
    /// <param name="time">How long.</param>
    public void Connected(TimeSpan time) => _keeper.FiguresOf(this).Connected(time);

    /// <summary>Hands in how long an answer took to its first audio.</summary>
    /// <param name="time">How long.</param>
    public void FirstAudio(TimeSpan time) => _keeper.FiguresOf(this).FirstAudio(time);

    /// <summary>Hands in what a response used.</summary>
    /// <param name="tokens">How many tokens.</param>
    public void Used(long tokens) => _keeper.FiguresOf(this).Used(tokens);

    /// <summary>Leaves the place to another holder, who gives it back.</summary>
    public void Abandon()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            _keeper.Forget(this);
        }
    }

    /// <summary>Gives the place back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            _keeper.Release(this);
        }
    }
}
