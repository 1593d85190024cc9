using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using Realtime.EndToEnd.Tests.Chaos;
using Realtime.EndToEnd.Tests.Cluster;

namespace Realtime.EndToEnd.Tests.Soak;

/// <summary>Sessions that come and go for half an hour while providers fail and clients vanish. Run by <c>scripts/soak</c> alone.</summary>
public sealed class SoakTests(ITestOutputHelper output) : ChaosTestBase(output)
{
    private const int KeyLimit = 400;
    private const double MaxGrowth = 0.05;
    private const double MaxAmiss = 0.005;

    // What a process may have open beyond what it had before the first session: pooled connections to the stores and among themselves.
    private const int MoreFiles = 30;

    private readonly Dictionary<string, List<(TimeSpan At, ProcessFigures Figures)>> _samples = [];
    private int _mostGrains;

    [Fact(Explicit = true)]
    public async Task Sessions_that_come_and_go_leave_nothing_behind()
    {
        await StartAsync(
            silos: 2, gateways: 2, simulators: 3, ports => string.Concat(ports.Select(port => ChaosModels.OpenAi(port, "cooldown_time: 1"))), withDatabase: true);
        var key = (await Cluster.AskAsync("/key/generate", new { max_parallel_requests = KeyLimit })).GetProperty("key").GetString()!;
        var processes = Cluster.Silos.Concat(Cluster.Gateways).ToDictionary(pair => pair.Value.Name, pair => pair.Value);
        var before = processes.ToDictionary(pair => pair.Key, pair => ProcessFigures.Of(pair.Value.Id));
        var visitors = new Visitors([.. Cluster.Gateways.Keys], key);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var faults = ProviderFaults.RunAsync([.. Cluster.Simulators.Keys], stop.Token);
        var sampling = SampleAsync(processes, visitors, stop.Token);

        await visitors.ComeAsync(SoakScale.Rate, SoakScale.Length, new Random(7));

        await stop.CancelAsync();
        Tell($"{visitors.Came} visits, {visitors.Came / SoakScale.Length.TotalSeconds:0.0} a second, {await faults} faults");
        await sampling;
        foreach (var (outcome, count) in visitors.Outcomes.OrderByDescending(pair => pair.Value))
        {
            Tell($"  {count} {outcome}");
        }

        await EverythingIsGivenBackAsync();
        await EveryPlaceOfTheKeyIsFreeAsync(key);
        await FilesAreClosedAsync(processes, before);
        MemoryIsFlat();
        ((double)visitors.Amiss / visitors.Came).ShouldBeLessThan(MaxAmiss);
        visitors.Outcomes.Keys.ShouldNotContain(outcome => outcome.Contains("another answer", StringComparison.Ordinal));
    }

    private async Task SampleAsync(Dictionary<string, ClusterProcess> processes, Visitors visitors, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(5), TimeProvider.System);
        try
        {
            while (await ticks.WaitForNextTickAsync(stop))
            {
                foreach (var (name, process) in processes)
                {
                    _samples.TryAdd(name, []);
                    _samples[name].Add((watch.Elapsed, ProcessFigures.Of(process.Id)));
                }

                if (_samples.Values.First().Count % 12 == 1)
                {
                    _mostGrains = Math.Max(_mostGrains, await SessionGrainsAsync());
                    var figures = _samples.Select(pair => $"{pair.Key} {pair.Value[^1].Figures.ResidentMiB:0} MiB {pair.Value[^1].Figures.Sockets} sockets");
                    Tell($"{watch.Elapsed:mm\\:ss} {visitors.Came} came, {visitors.Present} present, {visitors.Amiss} amiss; {string.Join(", ", figures)}");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The last visitor has left.
        }
    }

    // Vanished clients hold their session until their pings and their resume window are over.
    private async Task EverythingIsGivenBackAsync()
    {
        var deployments = await Cluster.DeploymentsAsync();
        await Until.TrueAsync(
            "no provider connection, no lease and no session is left",
            TimeSpan.FromSeconds(90),
            async () =>
            {
                deployments = await Cluster.DeploymentsAsync();
                var sessions = await Task.WhenAll(Cluster.Silos.Keys.Select(Cluster.SessionsOnAsync));
                return sessions.Sum() == 0 && await Cluster.OpenConnectionsAsync() == 0
                    && deployments.Values.Sum(row => row.GetProperty("in_flight").GetInt32()) == 0;
            });
        _mostGrains.ShouldBeGreaterThan(0, "the figure counts something");
        var grains = 0;
        await Until.TrueAsync(
            "no session's grain is left", TimeSpan.FromSeconds(90), async () => (grains = await SessionGrainsAsync()) == 0);
        Tell("no session, no session's grain, no lease of a deployment and no provider connection is left");
    }

    private async Task<int> SessionGrainsAsync()
    {
        var count = 0;
        foreach (var port in Cluster.Silos.Keys)
        {
            var metrics = await ChaosCluster.MetricsAsync(port);
            count += metrics.Where(line => line.StartsWith("orleans_catalog_activations{", StringComparison.Ordinal) && line.Contains("\"realtimesession\"", StringComparison.Ordinal))
                .Sum(line => (int)double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
        }

        return count;
    }

    // A place that leaked would be missing here.
    private async Task EveryPlaceOfTheKeyIsFreeAsync(string key)
    {
        var sockets = new List<ClientWebSocket>();
        var gateways = Cluster.Gateways.Keys.ToArray();
        try
        {
            for (var number = 0; number < KeyLimit; number++)
            {
                var (socket, status) = await QuietClient.OpenAsync(gateways[number % gateways.Length], key: key);
                status.ShouldBe(101, $"place {number}");
                sockets.Add(socket!);
            }

            (await QuietClient.OpenAsync(gateways[0], key: key)).Status.ShouldBe(429);
            Tell($"all {KeyLimit} places of the key are free again, and not one more");
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    private async Task FilesAreClosedAsync(Dictionary<string, ClusterProcess> processes, Dictionary<string, ProcessFigures> before)
    {
        foreach (var (name, process) in processes)
        {
            var now = ProcessFigures.Of(process.Id);
            await Until.TrueAsync(
                $"{name} has closed its files: {before[name]} before, {now} now",
                TimeSpan.FromSeconds(90),
                () => (now = ProcessFigures.Of(process.Id)).Files <= before[name].Files + MoreFiles);
            Tell($"{name}: {before[name].Files} files open before ({before[name].Sockets} sockets), {now.Files} after ({now.Sockets} sockets)");
        }
    }

    // The median of the first sixth after the warm-up beside that of the last.
    private void MemoryIsFlat()
    {
        var span = (SoakScale.Length - SoakScale.WarmUp) / 6;
        var growths = new List<string>();
        foreach (var (name, samples) in _samples)
        {
            var first = Median(samples, SoakScale.WarmUp, SoakScale.WarmUp + span);
            var last = Median(samples, SoakScale.Length - span, SoakScale.Length);
            Tell($"{name}: {first:0.0} MiB after the warm-up, {last:0.0} MiB at the end ({(last / first) - 1:+0.0%;-0.0%})");
            if (last / first > 1 + MaxGrowth)
            {
                growths.Add(name);
            }
        }

        growths.ShouldBeEmpty("resident memory grew");
    }

    private static double Median(List<(TimeSpan At, ProcessFigures Figures)> samples, TimeSpan from, TimeSpan to)
    {
        double[] values = [.. samples.Where(sample => sample.At >= from && sample.At <= to).Select(sample => sample.Figures.ResidentMiB).Order()];
        return values[values.Length / 2];
    }

    private void Tell(string line) => Output.WriteLine(line);
}
