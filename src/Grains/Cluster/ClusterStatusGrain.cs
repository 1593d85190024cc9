using Orleans.Concurrency;
using Realtime.Grains.Interfaces.Cluster;

namespace Realtime.Grains.Cluster;

/// <inheritdoc/>
[StatelessWorker(1)]
internal sealed class ClusterStatusGrain(IClusterMembershipService membership) : Grain, IClusterStatusGrain
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> GetSilos()
    {
        var silos = membership.CurrentSnapshot.Members.Values
            .Where(member => member.Status is SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping)
            .Select(member => member.SiloAddress.ToParsableString())
            .ToArray();
        return new ValueTask<IReadOnlyList<string>>(silos);
    }
}
