using Realtime.Grains.Deployments.Leases;
using Realtime.Grains.Sessions;
using Realtime.Providers;

namespace Realtime.Grains.Deployments.Warm;

/// <summary>A connection that was opened ahead, past <c>session.created</c>, with the place that it holds.</summary>
/// <param name="link">The connection.</param>
/// <param name="lease">The place.</param>
/// <param name="openedAt">When it was opened, as a timestamp.</param>
internal sealed class WarmConnection(UpstreamLink link, DeploymentLease lease, long openedAt)
{
    // A read is always under way: it answers the provider's pings, and it ends when the connection does.
    private readonly Task<UpstreamRead> _read = link.PendingRead ?? link.Connection.ReadAsync(CancellationToken.None).AsTask();

    /// <summary>Gets the place that it holds.</summary>
    public DeploymentLease Lease => lease;

    /// <summary>Gets when it was opened, as a timestamp.</summary>
    public long OpenedAt => openedAt;

    /// <summary>Gets a task that ends when something came: the connection's end, or a word that no session was there to hear.</summary>
    public Task Disturbed => _read;

    /// <summary>Gets a value indicating whether a session can have it.</summary>
    public bool IsFresh => !_read.IsCompleted;

    /// <summary>Hands it to a session.</summary>
    /// <param name="sessionLease">The session's place, which this one's became.</param>
    /// <returns>The session's link.</returns>
    public UpstreamLink Give(DeploymentLease sessionLease)
    {
        lease.Abandon();
        link.PendingRead = _read;
        link.ConnectTime = TimeSpan.Zero;
        link.Lease = sessionLease;
        return link;
    }

    /// <summary>Closes it and gives its place back.</summary>
    /// <returns>A task that ends when it is closed.</returns>
    public async Task CloseAsync()
    {
        lease.Dispose();
        await link.CloseAsync().ConfigureAwait(false);
    }
}
