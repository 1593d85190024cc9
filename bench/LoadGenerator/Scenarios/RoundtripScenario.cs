using System.Diagnostics;
using Realtime.Bench.LoadGenerator.Connections;
using Realtime.Bench.LoadGenerator.Measuring;
using Realtime.Bench.LoadGenerator.Pacing;

namespace Realtime.Bench.LoadGenerator.Scenarios;

/// <summary>Sessions that speak at the rate of live audio, evenly spread over time: how long is the way there and back.</summary>
internal sealed class RoundtripScenario : IScenario
{
    private const int BufferSize = 32 * 1024;

    public async Task RunAsync(
        LoadOptions options,
        Dictionary<string, double> metrics,
        List<string> problems,
        CancellationToken cancellation)
    {
        var opened = await SessionOpener.OpenAsync(options, options.Sessions, BufferSize, problems, cancellation);
        if (opened.Count == 0)
        {
            return;
        }

        var tally = new EchoTally();
        var stepsPerSecond = (double)opened.Count * options.Rate;
        var start = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 10);
        var sessions = opened
            .Select((c, i) => new PacedSession(
                c, tally, options.FrameBytes, n => Pacer.DueAt(start, (n * opened.Count) + i, stepsPerSecond)))
            .ToList();
        sessions.ForEach(s => s.Connection.Start(s));

        var steps = (long)((options.WarmUp + options.Duration).TotalSeconds * stepsPerSecond);
        tally.MeasureFrom(start + (long)(options.WarmUp.TotalSeconds * Stopwatch.Frequency));
        var pacing = Pacer.RunAsync(
            start, steps, stepsPerSecond, (step, due) => sessions[(int)(step % sessions.Count)].SendDue(due), cancellation);

        await Task.Delay(options.WarmUp, TimeProvider.System, cancellation);
        var window = new CpuWindow(options);
        var before = Received();
        await pacing;
        window.Close(metrics, (Received() - before) * 2);
        await EchoTally.DrainAsync(sessions, options.Drain, cancellation);
        tally.Write(metrics, scheduled: true);
        EchoTally.Check(sessions, metrics, problems);
        await EchoTally.CloseAsync(sessions, problems);

        long Received() => sessions.Sum(s => s.Checker.Received);
    }
}
