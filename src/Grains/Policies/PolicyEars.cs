using Microsoft.Extensions.Logging;
using Realtime.Grains.Interfaces.Policies;
using Realtime.Grains.Policies.Counting;

namespace Realtime.Grains.Policies;

/// <summary>Tells the silos that hold a policy's sessions what has changed.</summary>
internal sealed partial class PolicyEars(string kind, PolicyTimes times, TimeProvider time, ILogger logger)
{
    /// <summary>Tells each silo once.</summary>
    /// <param name="leases">The places of sessions, each with the ear of its silo.</param>
    /// <param name="change">What has changed.</param>
    /// <returns>A task that ends when all have heard, or had their time.</returns>
    public Task TellAsync(IEnumerable<Lease> leases, PolicyChange change) => Task.WhenAll(
        leases.Select(lease => lease.Watcher).OfType<IPolicyWatcher>().Distinct().Select(watcher => TellAsync(watcher, change)));

    private async Task TellAsync(IPolicyWatcher watcher, PolicyChange change)
    {
        try
        {
            await watcher.Changed(change).WaitAsync(times.Notice, time);
        }
#pragma warning disable CA1031 // A silo that is gone hears nothing, and its sessions are gone with it; a living one asks when it renews.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotTold(exception, kind);
        }
    }

    [LoggerMessage(EventId = 1404, Level = LogLevel.Information, Message = "A silo could not be told of a change of a {Kind}")]
    private partial void LogNotTold(Exception exception, string kind);
}
