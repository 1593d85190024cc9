using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Realtime.Grains.Cluster;

/// <summary>
/// Ends a silo that its cluster has evicted, because it stood still or could not be reached: its sessions are elsewhere by then. Orleans does
/// the same, but up to <c>TableRefreshTimeout</c> and two seconds later. A silo that stood still looks before it does anything else.
/// </summary>
internal sealed partial class EvictionWatch(
    IMembershipTable table,
    ISiloStatusOracle silo,
    Standstill standstill,
    IHostApplicationLifetime process,
    TimeProvider time,
    ILogger<EvictionWatch> logger) : IHostedService, IDisposable
{
    private const int BeatsPerLook = 5;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReadRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestCheck = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LogTime = TimeSpan.FromMilliseconds(100);

    private readonly ManualResetEventSlim _stop = new();
    private Task _look = Task.CompletedTask;

    /// <summary>Gets what ends the process: nothing of it may run on, and no provider's connection stay open.</summary>
    public Action EndProcess { get; init; } = () => Process.GetCurrentProcess().Kill();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        standstill.Beat();

        // A thread of its own, which a pool without free threads cannot make look like a process that stood still.
        new Thread(Watch) { IsBackground = true, Name = nameof(EvictionWatch) }.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Set();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Set();

    private void Watch()
    {
        for (var beat = 1; !_stop.Wait(Beat); beat++)
        {
            if (standstill.Beat() is { } gap)
            {
                _ = Task.Run(() => CheckAsync(gap));
            }
            else if (beat % BeatsPerLook == 0 && _look.IsCompleted)
            {
                _look = Task.Run(IsEvictedAsync);
            }
        }
    }

    private async Task CheckAsync(TimeSpan gap)
    {
        var start = time.GetTimestamp();
        bool? isEvicted;
        while ((isEvicted = await IsEvictedAsync().ConfigureAwait(false)) is null && !_stop.IsSet && time.GetElapsedTime(start) < LongestCheck)
        {
            await Task.Delay(ReadRetry, time).ConfigureAwait(false);
        }

        if (isEvicted != true)
        {
            // Where the table cannot be read: nobody is evicted while it is away.
            LogStoodStill(gap, isEvicted is null ? "unknown" : "yes");
            standstill.Clear();
        }
    }

    // Gives null where that cannot be read.
    private async Task<bool?> IsEvictedAsync()
    {
        try
        {
            var row = await table.ReadRowAsync(silo.SiloAddress, CancellationToken.None).WaitAsync(ReadTimeout, time).ConfigureAwait(false);
            if (row.TryGet(silo.SiloAddress) is not { Item1.Status: SiloStatus.Dead })
            {
                return false;
            }
        }
#pragma warning disable CA1031 // Whatever the table throws, it is asked again.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }

        if (process.ApplicationStopping.IsCancellationRequested && silo.CurrentStatus != SiloStatus.Active)
        {
            // It has left by itself.
            return false;
        }

        LogEvicted();
        await Task.Delay(LogTime, time).ConfigureAwait(false);
        EndProcess();
        return true;
    }

    [LoggerMessage(
        EventId = 1701, Level = LogLevel.Critical, Message = "The cluster has evicted this silo and has gone on without it: its process ends now")]
    private partial void LogEvicted();

    [LoggerMessage(EventId = 1702, Level = LogLevel.Warning, Message = "This silo stood still for {Duration}; still a member of its cluster: {IsMember}")]
    private partial void LogStoodStill(TimeSpan duration, string isMember);
}
