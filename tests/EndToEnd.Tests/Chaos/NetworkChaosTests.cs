using System.Diagnostics;
using Realtime.EndToEnd.Tests.Chaos.Network;
using Realtime.EndToEnd.Tests.Cluster;

namespace Realtime.EndToEnd.Tests.Chaos;

/// <summary>Networks that part and lose packets: each silo is on a host of its own.</summary>
public sealed class NetworkChaosTests(ITestOutputHelper output) : ChaosTestBase(output)
{
    private const int Limit = 5;

    private TestNetwork? _network;

    [Fact]
    public Task Silo_that_is_cut_off_from_the_other_silos_keeps_no_session_and_no_place() => CutOffAsync(fromEverything: false);

    [Fact]
    public Task Silo_that_is_cut_off_from_everything_keeps_no_session_and_no_place() => CutOffAsync(fromEverything: true);

    // In scripts/chaos alone, for the time that it takes.
    [Fact(Explicit = true)]
    public async Task Lost_and_late_packets_end_no_session_and_no_silo()
    {
        await StartAsync(silos: 3);
        await using var talkers = await TalkingAsync(ChaosScale.Of(12, 60), resumes: false);
        _network!.Disturb(0.02, TimeSpan.FromMilliseconds(40));
        var watch = Stopwatch.StartNew();
        do
        {
            await talkers.TalkOnAsync(2, TurnTime);
        }
        while (watch.Elapsed < TimeSpan.FromSeconds(ChaosScale.Of(8, 60)));

        talkers.TellGaps($"2 % of the packets lost, the others 40 ms late, {watch.Elapsed.TotalSeconds:0} s, {_network.Dropped} packets lost", talkers.All.Count);
        _network.Mend();
        await talkers.TalkOnAsync(2, TurnTime);
        Cluster.Silos.Values.ShouldAllBe(silo => silo.IsRunning);
        talkers.All.Sum(talker => talker.Cuts).ShouldBe(0);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _network?.Mend();
        await base.DisposeAsync();
        if (_network is not null)
        {
            await _network.DisposeAsync();
        }
    }

    private async Task CutOffAsync(bool fromEverything)
    {
        var sessions = ChaosScale.Of(12, 60);
        await StartAsync(silos: 3);
        await using var talkers = await TalkingAsync(sessions, resumes: false);
        await using var asking = new LimitedSessions(Cluster, Limit);
        await asking.FillAsync();
        talkers.ForgetGaps();
        var (port, held) = await FullestSiloAsync();
        var silo = Cluster.Silos[port];
        int[] others = [.. Cluster.Silos.Keys.Where(other => other != port)];
        var all = held + (await Task.WhenAll(others.Select(Cluster.SessionsOnAsync))).Sum();
        var cutOff = Cluster.HostOfSilo(port);
        var watch = Stopwatch.StartNew();
        if (fromEverything)
        {
            _network!.CutOff(cutOff);
        }
        else
        {
            Array.ForEach(others, other => _network!.Cut(cutOff, Cluster.HostOfSilo(other)));
        }

        await Until.TrueAsync(
            "the other silos hold every session",
            TimeSpan.FromSeconds(30),
            async () => (await Task.WhenAll(others.Select(Cluster.SessionsOnAsync))).Sum() >= all);
        await talkers.TalkOnAsync(4, TurnTime);
        talkers.TellGaps(fromEverything ? "silo cut off from everything" : "silo cut off from the other silos", held);
        if (!fromEverything)
        {
            // It can still reach the provider and Redis: it must let go by itself.
            await Until.TrueAsync(
                "no session is on two silos", TimeSpan.FromSeconds(30), async () => await asking.OthersOpenAsync() == sessions);
            Output.WriteLine($"every session had one provider connection again {watch.Elapsed.TotalSeconds:0.0} s after the cut");
        }

        while (watch.Elapsed < TimeSpan.FromSeconds(ChaosScale.Of(15, 60)))
        {
            await asking.AskAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        _network!.Mend();
        await talkers.TalkOnAsync(2, TurnTime);
        await Until.TrueAsync(
            "after the network was mended every session has one provider connection",
            TimeSpan.FromSeconds(60),
            async () => await asking.OthersOpenAsync() == sessions);
        await asking.FillAsync();
        Output.WriteLine($"places taken at once: {asking.MostPlaces} at most, of {Limit}, provider connections {asking.MostConnections}; asked {asking.Asked} times; the silo runs: {silo.IsRunning}");
        asking.MostPlaces.ShouldBe(Limit);
    }

    private async Task StartAsync(int silos)
    {
        _network = await TestNetwork.StartAsync();
        await StartAsync(
            silos,
            gateways: 2,
            simulators: 1,
            ports => ChaosModels.OpenAi(ports[0], host: _network.Here) + LimitedSessions.Deployment(ports[0], Limit, _network.Here),
            network: _network);
    }
}
