using Microsoft.Extensions.Hosting;

namespace Realtime.Hosting.Memory;

/// <summary>
/// Gives memory back when the process falls silent. Connecting leaves garbage that the collector would keep until the next one, and
/// thousands of idle sessions allocate nothing that would bring the next one about.
/// </summary>
/// <remarks>
/// It collects only when next to nothing was allocated for some seconds, which is when nothing is being said that a pause could
/// delay, and only after enough garbage came since the last time.
/// </remarks>
/// <param name="time">The clock.</param>
public sealed class IdleMemoryTrim(TimeProvider time) : BackgroundService
{
    private const long QuietBytes = 2 * 1024 * 1024;
    private const long WorthwhileBytes = 32 * 1024 * 1024;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var last = GC.GetTotalAllocatedBytes();
        var collected = last;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                var allocated = GC.GetTotalAllocatedBytes();
                if (allocated - last < QuietBytes && allocated - collected > WorthwhileBytes)
                {
                    GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                    collected = allocated;
                }

                last = allocated;
            }
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }
}
