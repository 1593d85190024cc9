using System.Diagnostics;
using Realtime.EndToEnd.Tests.Cluster;

namespace Realtime.EndToEnd.Tests.Chaos;

/// <summary>Silos that die, freeze and are stopped.</summary>
public sealed class SiloChaosTests(ITestOutputHelper output) : ChaosTestBase(output)
{
    private const int Limit = 5;
    private const int PublicClients = 20;

    // In its long form with a database, sessions of a key, and public clients among them.
    [Fact]
    public async Task Killed_silo_costs_no_socket_and_no_turn()
    {
        await StartAsync(silos: 3, gateways: 2, simulators: 1, withDatabase: ChaosScale.IsLong);
        var key = ChaosScale.IsLong ? await MakeKeyAsync() : ChaosCluster.MasterKey;
        await using var talkers = await TalkingAsync(ChaosScale.Of(24, 180), resumes: false, key);
        await using var others = ChaosScale.IsLong
            ? await PublicTalkers.StartAsync(PublicClients, Cluster.Gateways.Keys, Words, key, TimeSpan.FromSeconds(1))
            : null;
        await (others?.TalkOnAsync(3, TurnTime) ?? Task.CompletedTask);
        for (var kill = 1; kill <= ChaosScale.Of(1, 5); kill++)
        {
            talkers.ForgetGaps();
            var (port, held) = await FullestSiloAsync();
            Cluster.Silos[port].Signal(PosixSignalNumber.Kill);
            var killed = TimeProvider.System.GetUtcNow();
            await Task.WhenAll(talkers.TalkOnAsync(4, TurnTime), others?.TalkOnAsync(4, TurnTime) ?? Task.CompletedTask);
            var hit = others is null ? held : held * talkers.All.Count / (talkers.All.Count + PublicClients);
            var (p50, p99) = talkers.TellGaps($"silo killed ({kill}) at {killed:HH:mm:ss.fff}, which held {held} sessions", hit);
            if (others is not null)
            {
                Output.WriteLine($"  {PublicClients} public clients beside them: {others.Cuts} answers cut and given anew so far, none missing or wrong");
            }

            if (ChaosScale.IsLong)
            {
                p50.ShouldBeLessThan(TimeSpan.FromSeconds(2));
                p99.ShouldBeLessThan(TimeSpan.FromSeconds(4));
            }

            Cluster.Silos.Remove(port);
            Cluster.StartSilo();
            await Cluster.ReadyAsync();
        }
    }

    [Fact]
    public async Task Killed_silo_loses_no_session_whose_client_is_away()
    {
        await StartAsync(silos: 3, gateways: 1, simulators: 1);
        var sessions = ChaosScale.Of(12, 60);
        await using var talkers = await TalkingAsync(sessions, resumes: true);
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var talker in talkers.All)
        {
            talker.Leave(killed.Task);
        }

        await Until.TrueAsync(
            "every session waits for its client",
            TimeSpan.FromSeconds(20),
            async () => (await Task.WhenAll(Cluster.Silos.Keys.Select(ClusterSet.WaitingOnAsync))).Sum() == sessions);

        // The time that a silo takes to write down that a client is away.
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        var (port, held) = await FullestSiloAsync();
        Cluster.Silos[port].Signal(PosixSignalNumber.Kill);
        killed.SetResult();
        await talkers.TalkOnAsync(4, TurnTime);
        talkers.TellGaps("silo killed while clients are away", held);
        talkers.All.ShouldAllBe(talker => talker.Returns == 1);
    }

    [Fact]
    public async Task Frozen_silo_leaves_no_session_in_two_places()
    {
        await StartAsync(
            silos: 3, gateways: 1, simulators: 1, ports => ChaosModels.OpenAi(ports[0]) + LimitedSessions.Deployment(ports[0], Limit, "127.0.0.1"));
        var sessions = ChaosScale.Of(12, 60);
        await using var talkers = await TalkingAsync(sessions, resumes: false);
        var (port, held) = await FullestSiloAsync();
        var silo = Cluster.Silos[port];
        await using var asking = new LimitedSessions(Cluster, Limit);
        await asking.FillAsync();
        talkers.ForgetGaps();
        silo.Signal(PosixSignalNumber.Stop);
        await talkers.TalkOnAsync(4, TurnTime);
        talkers.TellGaps("silo frozen", held);
        await AskForAsync(asking, TimeSpan.FromSeconds(ChaosScale.Of(3, 20)));
        silo.Signal(PosixSignalNumber.Continue);
        await Until.TrueAsync(
            "the silo that was frozen has let go of its sessions' provider connections",
            TimeSpan.FromSeconds(30),
            async () =>
            {
                await asking.AskAsync();
                return await asking.OthersOpenAsync() == sessions;
            });
        await talkers.TalkOnAsync(2, TurnTime);
        await asking.FillAsync();
        Output.WriteLine($"places taken at once: {asking.MostPlaces} at most, of {Limit}, provider connections {asking.MostConnections}; asked {asking.Asked} times");
        asking.MostPlaces.ShouldBe(Limit);
    }

    [Fact]
    public async Task Rolling_restart_cuts_no_turn()
    {
        await StartAsync(silos: ChaosScale.Of(2, 3), gateways: 2, simulators: 1);
        await using var talkers = await TalkingAsync(ChaosScale.Of(16, 100), resumes: true);
        foreach (var (port, silo) in Cluster.Silos.ToArray())
        {
            talkers.ForgetGaps();
            var held = await ClusterSet.SessionsOnAsync(port);
            Cluster.StartSilo();
            await Cluster.ReadyAsync();
            silo.Signal(PosixSignalNumber.Terminate);
            (await silo.ExitAsync(TimeSpan.FromSeconds(30))).ShouldBe(0, silo.Output);
            Cluster.Silos.Remove(port);
            await talkers.TalkOnAsync(2, TurnTime);
            talkers.TellGaps("silo stopped", held);
        }

        foreach (var (port, gateway) in Cluster.Gateways.ToArray())
        {
            talkers.ForgetGaps();
            Cluster.StartGateway();
            await Cluster.ReadyAsync();
            Cluster.Gateways.Remove(port);
            gateway.Signal(PosixSignalNumber.Terminate);
            (await gateway.ExitAsync(TimeSpan.FromSeconds(30))).ShouldBe(0, gateway.Output);
            await talkers.TalkOnAsync(2, TurnTime);
            talkers.TellGaps("gateway stopped", talkers.All.Count / 2);
        }
    }

    private static async Task AskForAsync(LimitedSessions asking, TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
            await asking.AskAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    // One that has just been started holds no session, and its death would show nothing.
}
