using System.Text.Json;
using Realtime.Bench.Runner.Processes;
using Realtime.Bench.Runner.Reporting;
using Realtime.Bench.Runner.Targets;
using Realtime.Bench.Wire;

namespace Realtime.Bench.Runner;

/// <summary>
/// Runs every scenario against every target in turn, round after round, each time against fresh processes: what drifts on the
/// machine drifts for all, and no target inherits another scenario's heap.
/// </summary>
internal sealed class Benchmark(Workspace workspace, Action<string> tell)
{
    private const int Attempts = 3;

    // Continuations run on the thread that saw the socket ready: fewer threads, and less CPU taken from the target.
    private static readonly Dictionary<string, string> Harness = new()
    {
        ["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1",
        ["DOTNET_TieredPGO"] = "0",
    };

    /// <summary>Measures everything; stopped before its end, it leaves what has been measured by then.</summary>
    public async Task RunAsync(IReadOnlyList<ITarget> targets, List<Measurement> measurements, CancellationToken cancellation)
    {
        foreach (var scenario in workspace.Options.Scenarios)
        {
            for (var round = 1; round <= workspace.Options.Rounds; round++)
            {
                foreach (var target in targets.Where(target => target.Serves(scenario)))
                {
                    var result = await MeasureOrTellAsync(scenario, target, cancellation);
                    measurements.Add(new Measurement(round, result));
                    tell($"{scenario} {round}/{workspace.Options.Rounds} {target.Name}: {Summary.Of(result)}");
                }
            }
        }
    }

    // A target that does not start spoils its own column and not the others'.
    private async Task<RunResult> MeasureOrTellAsync(string scenario, ITarget target, CancellationToken cancellation)
    {
        try
        {
            return await MeasureQuietlyAsync(scenario, target, cancellation);
        }
        catch (BenchmarkException failed)
        {
            tell(failed.Message);
            return new RunResult(scenario, target.Name, new Dictionary<string, double>(), [failed.Message.Split('\n')[0]]);
        }
    }

    // The least disturbed of three attempts; the first one that was not disturbed ends them. A run with a problem is never
    // replaced: what went wrong once has gone wrong.
    private async Task<RunResult> MeasureQuietlyAsync(string scenario, ITarget target, CancellationToken cancellation)
    {
        var limit = workspace.Options.Quiet;
        if (limit == 0)
        {
            return await MeasureAsync(scenario, target, cancellation);
        }

        RunResult? best = null;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            await Quiet.WaitAsync(limit, cancellation);
            var result = await MeasureAsync(scenario, target, cancellation);
            if (result.Problems.Count > 0 || Strangers(result) <= limit)
            {
                return result;
            }

            tell($"  disturbed: other programs took {Strangers(result):N0} %");
            best = best is null || Strangers(result) < Strangers(best) ? result : best;
        }

        return best!;
    }

    private static double Strangers(RunResult result) => result.Metrics.GetValueOrDefault("strangers_cpu_percent");

    private async Task<RunResult> MeasureAsync(string scenario, ITarget target, CancellationToken cancellation)
    {
        var ports = new UpstreamPorts(FreePort.Next(), FreePort.Next());
        await using var upstream = ChildProcess.Start(
            "upstream",
            workspace.Artifact("Upstream", "Realtime.Bench.Upstream"),
            ["--port", $"{ports.WebSocket}", "--stream-port", $"{ports.Stream}"],
            Harness);
        await Readiness.HttpAsync(ports.WebSocket, [upstream], cancellation);
        await using var running = await target.StartAsync(workspace, ports, cancellation);
        await using var load = ChildProcess.Start(
            "load generator",
            workspace.Artifact("LoadGenerator", "Realtime.Bench.LoadGenerator"),
            [
                "--url", running.Url.ToString(), "--key", "sk-bench", "--target", target.Name,
                .. running.Measured.Count > 0 ? (string[])["--pids", string.Join(',', running.Measured)] : [],
                "--own-pids", $"{upstream.Id}",
                .. ScenarioPlan.Arguments(scenario, workspace.Options.Quick),
            ],
            Harness);
        string line;
        try
        {
            line = await load.RunToEndAsync(ScenarioPlan.Timeout, cancellation);
        }
        catch (TimeoutException)
        {
            throw new BenchmarkException($"the load generator did not end within {ScenarioPlan.Timeout.TotalSeconds} s");
        }

        return Parse(line) ?? throw new BenchmarkException($"the load generator failed:\n{await load.LastWordsAsync()}");
    }

    private static RunResult? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<RunResult>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
