using Microsoft.Extensions.Hosting;

namespace Realtime.Hosting.Memory;

/// <summary>
/// Gives memory back when the process falls silent. Connecting leaves garbage that the collector would keep until the next one, and
/// thousands of idle sessions allocate nothing that would bring the next one about.
/// </summary>
/// <remarks>
/// It collects only when no message passed for some seconds, since it stops all threads for tens of milliseconds, which a call that is
/// under way would hear; and only after enough garbage came since the last time.
/// </remarks>
/// <param name="messages">Counts what passes: it stands still when nothing is being said.</param>
/// <param name="time">The clock.</param>
internal sealed class IdleMemoryTrim(Func<long> messages, TimeProvider time) : BackgroundService
{
    private const long QuietBytes = 2 * 1024 * 1024;
    private const long WorthwhileBytes = 32 * 1024 * 1024;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var lastBytes = GC.GetTotalAllocatedBytes();
        var lastMessages = messages();
        var collected = lastBytes;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                var (bytes, passed) = (GC.GetTotalAllocatedBytes(), messages());
                if (passed == lastMessages && bytes - lastBytes < QuietBytes && bytes - collected > WorthwhileBytes)
                {
                    GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                    collected = bytes;
                }

                (lastBytes, lastMessages) = (bytes, passed);
            }
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }
}
