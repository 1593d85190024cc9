using System.Diagnostics;
using Realtime.Bench.LoadGenerator.Connections;
using Realtime.Bench.LoadGenerator.Measuring;

namespace Realtime.Bench.LoadGenerator.Scenarios;

/// <summary>All sessions ask at once for answers that come as fast as they can be sent.</summary>
internal sealed class BurstScenario : IScenario
{
    private const int BufferSize = 64 * 1024;
    private const int WarmUpSessions = 20;

    public async Task RunAsync(
        LoadOptions options,
        Dictionary<string, double> metrics,
        List<string> problems,
        CancellationToken cancellation)
    {
        var warming = Stopwatch.StartNew();
        while (warming.Elapsed < options.WarmUp && problems.Count == 0)
        {
            await BurstAsync(options with { Responses = 1 }, WarmUpSessions, [], problems, cancellation);
        }

        if (problems.Count == 0)
        {
            await BurstAsync(options, options.Sessions, metrics, problems, cancellation);
        }
    }

    private static async Task BurstAsync(
        LoadOptions options,
        int count,
        Dictionary<string, double> metrics,
        List<string> problems,
        CancellationToken cancellation)
    {
        var toFirst = new LatencyHistogram();
        var opened = await SessionOpener.OpenAsync(options, count, BufferSize, problems, cancellation);
        var sessions = opened.Select(c => new BurstSession(c, options.Responses, options.Deltas, toFirst)).ToList();
        var window = new CpuWindow(options);
        var clock = Stopwatch.StartNew();
        sessions.ForEach(s => s.Connection.Start(s));
        try
        {
            await Task.WhenAll(sessions.Select(s => s.Done)).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, cancellation);
        }
        catch (TimeoutException)
        {
            problems.Add($"{sessions.Count(s => !s.Done.IsCompleted)} sessions without all of their responses within 30 s");
        }

        var elapsed = clock.Elapsed;
        metrics["first_delta_p50_us"] = toFirst.Microseconds(0.5);
        metrics["first_delta_p99_us"] = toFirst.Microseconds(0.99);
        metrics["first_delta_max_us"] = toFirst.Max / 1000.0;
        metrics["mib_per_s"] = sessions.Sum(s => s.Bytes) / elapsed.TotalSeconds / (1 << 20);
        metrics["duration_ms"] = elapsed.TotalMilliseconds;
        var deltas = sessions.Sum(s => s.Deltas);
        metrics["deltas"] = deltas;
        window.Close(metrics, deltas);
        Check(options, sessions, problems);
        await SessionOpener.CloseAsync(opened, problems);
    }

    private static void Check(LoadOptions options, List<BurstSession> sessions, List<string> problems)
    {
        var missing = ((long)sessions.Count * options.Responses * options.Deltas) - sessions.Sum(s => s.Deltas);
        var misplaced = sessions.Sum(s => s.Misplaced);
        var tooShort = sessions.Sum(s => s.Short);
        if (missing != 0 || misplaced != 0 || tooShort != 0)
        {
            problems.Add($"deltas: {missing} missing, {misplaced} out of place; {tooShort} responses too short");
        }

        problems.AddRange(sessions.Where(s => s.Error is not null).Select(s => $"error event: {s.Error}"));
    }
}
