using System.Collections.Concurrent;
using System.Diagnostics;
using Realtime.Bench.LoadGenerator.Connections;
using Realtime.Bench.LoadGenerator.Measuring;
using Realtime.Bench.LoadGenerator.Pacing;

namespace Realtime.Bench.LoadGenerator.Scenarios;

/// <summary>
/// Sessions that come at a steady rate and stay: how long each waits from its first packet until its <c>session.created</c>.
/// </summary>
internal sealed class ConnectsScenario : IScenario
{
    private const int BufferSize = 2048;
    private const int WarmUpSessions = 100;

    public async Task RunAsync(
        LoadOptions options,
        Dictionary<string, double> metrics,
        List<string> problems,
        CancellationToken cancellation)
    {
        var warming = Stopwatch.StartNew();
        while (warming.Elapsed < options.WarmUp && problems.Count == 0)
        {
            var first = await SessionOpener.OpenAsync(options, WarmUpSessions, BufferSize, problems, cancellation);
            first.ForEach(c => c.Start(QuietSession.Instance));
            await SessionOpener.CloseAsync(first, problems);
        }

        var latency = new LatencyHistogram();
        var scheduled = new LatencyHistogram();
        var outcomes = new ConcurrentBag<ConnectOutcome>();
        var connects = new Task[options.Sessions];
        var window = new CpuWindow(options);
        await Pacer.RunAsync(
            Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 10),
            connects.Length,
            options.Rate,
            (step, due) => connects[step] = ConnectAsync(due),
            cancellation);
        cancellation.ThrowIfCancellationRequested();
        await Task.WhenAll(connects);
        window.Close(metrics, connects.Length, "connect");

        var failures = outcomes.Where(o => o.Connection is null).ToList();
        metrics["connect_p50_us"] = latency.Microseconds(0.5);
        metrics["connect_p99_us"] = latency.Microseconds(0.99);
        metrics["connect_max_us"] = latency.Max / 1000.0;
        metrics["scheduled_p50_us"] = scheduled.Microseconds(0.5);
        metrics["scheduled_p99_us"] = scheduled.Microseconds(0.99);
        metrics["failures"] = failures.Count;
        problems.AddRange(failures.Select(f => $"not opened: {f.Failure}"));
        await SessionOpener.CloseAsync([.. outcomes.Select(o => o.Connection).OfType<RealtimeConnection>()], problems);

        async Task ConnectAsync(long due)
        {
            var begun = Stopwatch.GetTimestamp();
            var outcome = await SessionOpener.OpenOneAsync(options, BufferSize, cancellation);
            var now = Stopwatch.GetTimestamp();
            outcome.Connection?.Start(QuietSession.Instance);
            outcomes.Add(outcome);
            if (outcome.Connection is not null)
            {
                latency.Record(now - begun);
                scheduled.Record(now - due);
            }
        }
    }
}
