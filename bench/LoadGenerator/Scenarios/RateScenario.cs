using System.Diagnostics;
using Realtime.Bench.LoadGenerator.Connections;
using Realtime.Bench.LoadGenerator.Measuring;

namespace Realtime.Bench.LoadGenerator.Scenarios;

/// <summary>Few sessions as fast as they go: how many frames a second come back.</summary>
internal sealed class RateScenario : IScenario
{
    private const int BufferSize = 64 * 1024;

    public async Task RunAsync(
        LoadOptions options,
        Dictionary<string, double> metrics,
        List<string> problems,
        CancellationToken cancellation)
    {
        var opened = await SessionOpener.OpenAsync(options, options.Sessions, BufferSize, problems, cancellation);
        var tally = new EchoTally();
        var sessions = opened.Select(c => new WindowedSession(c, tally, options.FrameBytes, options.Window)).ToList();
        sessions.ForEach(s => s.Connection.Start(s));

        await Task.Delay(options.WarmUp, TimeProvider.System, cancellation);
        var start = Stopwatch.GetTimestamp();
        tally.MeasureFrom(start);
        var window = new CpuWindow(options);
        var before = Received();
        await Task.Delay(options.Duration, TimeProvider.System, cancellation);
        var echoes = Received() - before;
        metrics["frames_per_s"] = echoes / Stopwatch.GetElapsedTime(start).TotalSeconds;
        window.Close(metrics, echoes * 2);

        sessions.ForEach(s => s.Stop());
        await EchoTally.DrainAsync(sessions, options.Drain, cancellation);
        tally.Write(metrics, scheduled: false);
        EchoTally.Check(sessions, metrics, problems);
        await EchoTally.CloseAsync(sessions, problems);

        long Received() => sessions.Sum(s => s.Checker.Received);
    }
}
