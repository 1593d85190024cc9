using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Realtime.Bench.LoadGenerator.Pacing;

/// <summary>
/// Calls an action at the times of a schedule, which does not wait for anybody: what is late is called at once and knows when
/// it was meant to be. A thread of its own sleeps by the kernel's clock, whose steps are far finer than those of timers.
/// </summary>
internal static partial class Pacer
{
    private const int Monotonic = 1;
    private const int Absolute = 1;

    /// <summary>Runs the schedule.</summary>
    /// <param name="start">The clock at step 0 (<see cref="Stopwatch"/>, nanoseconds on Linux).</param>
    /// <param name="steps">How many steps there are.</param>
    /// <param name="stepsPerSecond">How many of them in a second.</param>
    /// <param name="step">Called with the step's number and the time it was meant for; must not block.</param>
    /// <param name="cancellation">Ends the schedule early.</param>
    public static Task RunAsync(long start, long steps, double stepsPerSecond, Action<long, long> step, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                for (var i = 0L; i < steps && !cancellation.IsCancellationRequested; i++)
                {
                    var due = DueAt(start, i, stepsPerSecond);
                    SleepUntil(due);
                    step(i, due);
                }

                done.SetResult();
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        })
        { IsBackground = true, Name = "pacer" };
        thread.Start();
        return done.Task;
    }

    /// <summary>The time that a step is meant for.</summary>
    public static long DueAt(long start, long step, double stepsPerSecond) =>
        start + (long)(step * (Stopwatch.Frequency / stepsPerSecond));

    private static void SleepUntil(long due)
    {
        while (Stopwatch.GetTimestamp() < due)
        {
            // The Stopwatch's clock on Linux is this one, in nanoseconds; an interrupted sleep is begun again.
            var until = new TimeSpec { Seconds = due / 1_000_000_000, Nanoseconds = due % 1_000_000_000 };
            _ = ClockNanosleep(Monotonic, Absolute, in until, nint.Zero);
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int ClockNanosleep(int clock, int flags, in TimeSpec until, nint remaining);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
