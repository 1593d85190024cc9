namespace Realtime.Bench.Micro;

/// <summary>Measures work by the processor time of this process, which other programs on the machine do not stretch.</summary>
internal static class CpuClock
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1);

    /// <summary>Runs work until it has taken a second, after half a second of warming up.</summary>
    /// <param name="work">The work.</param>
    /// <returns>Processor time of one run, in microseconds.</returns>
    public static double Microseconds(Action work)
    {
        Measure(work, Long / 2);
        return Measure(work, Long);
    }

    private static double Measure(Action work, TimeSpan atLeast)
    {
        var start = Environment.CpuUsage.TotalTime;
        long runs = 0;
        TimeSpan taken;
        do
        {
            for (var i = 0; i < 200; i++)
            {
                work();
            }

            runs += 200;
            taken = Environment.CpuUsage.TotalTime - start;
        }
        while (taken < atLeast);

        return taken.TotalMicroseconds / runs;
    }
}
