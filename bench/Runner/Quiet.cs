using Realtime.Bench.Wire;

namespace Realtime.Bench.Runner;

/// <summary>Waits for a moment in which nobody else works on the machine.</summary>
internal static class Quiet
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(1);

    /// <summary>Waits, 30 s at most, until the processors were busy for less than the given share of a second.</summary>
    /// <param name="percent">The share of all processors' time.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task WaitAsync(int percent, CancellationToken cancellation)
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        while (clock.GetElapsedTime(start) < AtMost)
        {
            var (from, before) = (clock.GetTimestamp(), MachineUsage.BusySeconds());
            await Task.Delay(Sample, clock, cancellation);
            var busy = (MachineUsage.BusySeconds() - before) / clock.GetElapsedTime(from).TotalSeconds;
            if (busy * 100 / Environment.ProcessorCount < percent)
            {
                return;
            }
        }
    }
}
