using System.Diagnostics;
using Realtime.Bench.LoadGenerator.Connections;
using Realtime.Bench.LoadGenerator.Measuring;
using Realtime.Bench.Wire;

namespace Realtime.Bench.LoadGenerator.Scenarios;

/// <summary>What all sessions of a run of echoes measure together, and how it is told.</summary>
internal sealed class EchoTally
{
    private readonly LatencyHistogram _fromSend = new();
    private readonly LatencyHistogram _fromSchedule = new();
    private readonly LatencyHistogram _sendLag = new();
    private long _from = long.MaxValue;

    /// <summary>From which moment of the clock on frames count; never, until it is set.</summary>
    public void MeasureFrom(long clock) => Volatile.Write(ref _from, clock);

    /// <summary>Records an echo.</summary>
    public void Record(in FrameStamp stamp, long now)
    {
        if (stamp.Intended < Volatile.Read(ref _from))
        {
            return;
        }

        _fromSend.Record(now - stamp.Sent);
        _fromSchedule.Record(now - stamp.Intended);
        _sendLag.Record(stamp.Sent - stamp.Intended);
    }

    /// <summary>Waits for the echoes that are still under way, but not for long.</summary>
    public static async Task DrainAsync(IReadOnlyList<EchoSession> sessions, TimeSpan atMost, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < atMost && sessions.Any(s => s.Checker.Received < s.Sent))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);
        }
    }

    /// <summary>Writes the times of the way there and back.</summary>
    public void Write(Dictionary<string, double> metrics, bool scheduled)
    {
        metrics["p50_us"] = _fromSend.Microseconds(0.5);
        metrics["p90_us"] = _fromSend.Microseconds(0.9);
        metrics["p99_us"] = _fromSend.Microseconds(0.99);
        metrics["max_us"] = _fromSend.Max / 1000.0;
        if (scheduled)
        {
            metrics["scheduled_p50_us"] = _fromSchedule.Microseconds(0.5);
            metrics["scheduled_p99_us"] = _fromSchedule.Microseconds(0.99);
            metrics["send_lag_p99_us"] = _sendLag.Microseconds(0.99);
        }
    }

    /// <summary>Writes what became of the frames, and calls what must not be a problem.</summary>
    public static void Check(IReadOnlyList<EchoSession> sessions, Dictionary<string, double> metrics, List<string> problems)
    {
        metrics["frames_sent"] = sessions.Sum(s => s.Sent);
        Tell("lost", sessions.Sum(s => s.Sent - s.Checker.Received));
        Tell("duplicated", sessions.Sum(s => s.Checker.Duplicates));
        Tell("out_of_order", sessions.Sum(s => s.Checker.OutOfOrder));
        problems.AddRange(sessions.Where(s => s.Error is not null).Select(s => $"error event: {s.Error}"));

        void Tell(string what, long count)
        {
            metrics[what] = count;
            if (count != 0)
            {
                problems.Add($"{what}: {count} frames");
            }
        }
    }

    /// <summary>Closes the sessions.</summary>
    public static Task CloseAsync(IReadOnlyList<EchoSession> sessions, List<string> problems) =>
        SessionOpener.CloseAsync([.. sessions.Select(s => s.Connection)], problems);
}
