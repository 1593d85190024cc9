using Realtime.EndToEnd.Tests.Cluster;

namespace Realtime.EndToEnd.Tests.Chaos;

/// <summary>Silos that die, freeze and are stopped.</summary>
public sealed class SiloChaosTests(ITestOutputHelper output) : ChaosTestBase(output)
{
    [Fact]
    public async Task Killed_silo_costs_no_socket_and_no_turn()
    {
        await StartAsync(silos: 3, gateways: 2, simulators: 1);
        await using var talkers = await TalkingAsync(ChaosScale.Of(24, 200), resumes: false);
        for (var kill = 1; kill <= ChaosScale.Of(1, 5); kill++)
        {
            talkers.ForgetGaps();
            var (port, held) = await FullestSiloAsync();
            held.ShouldBeGreaterThan(0);
            Cluster.Silos[port].Signal(PosixSignalNumber.Kill);
            await talkers.TalkOnAsync(4, TurnTime);
            var (p50, p99) = talkers.TellGaps($"silo killed ({kill})", held);
            p50.ShouldBeLessThan(TimeSpan.FromSeconds(ChaosScale.IsLong ? 2 : 5));
            p99.ShouldBeLessThan(TimeSpan.FromSeconds(ChaosScale.IsLong ? 4 : 10));
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
            TimeSpan.FromSeconds(10),
            async () => (await Task.WhenAll(Cluster.Silos.Keys.Select(ClusterSet.WaitingOnAsync))).Sum() == sessions);

        // The time that a silo takes to write down that a client is away.
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        var (port, silo) = Cluster.Silos.First();
        var held = await ClusterSet.WaitingOnAsync(port);
        held.ShouldBeGreaterThan(0);
        silo.Signal(PosixSignalNumber.Kill);
        killed.SetResult();
        await talkers.TalkOnAsync(4, TurnTime);
        talkers.TellGaps("silo killed while clients are away", held);
        talkers.All.ShouldAllBe(talker => talker.Returns == 1);
    }

    [Fact]
    public async Task Frozen_silo_leaves_no_session_in_two_places()
    {
        await StartAsync(silos: 3, gateways: 1, simulators: 1);
        var sessions = ChaosScale.Of(12, 60);
        await using var talkers = await TalkingAsync(sessions, resumes: false);
        var (port, silo) = Cluster.Silos.First();
        var held = await ClusterSet.SessionsOnAsync(port);
        silo.Signal(PosixSignalNumber.Stop);
        await talkers.TalkOnAsync(4, TurnTime);
        talkers.TellGaps("silo frozen", held);
        await Task.Delay(TimeSpan.FromSeconds(ChaosScale.Of(0, 20)), TimeProvider.System, TestContext.Current.CancellationToken);
        silo.Signal(PosixSignalNumber.Continue);
        await Until.TrueAsync(
            "the silo that was frozen has let go of its sessions' provider connections",
            TimeSpan.FromSeconds(30),
            async () => await Cluster.OpenConnectionsAsync() == sessions);
        await talkers.TalkOnAsync(2, TurnTime);
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

    // One that has just been started holds no session, and its death would show nothing.
    private async Task<(int Port, int Held)> FullestSiloAsync()
    {
        var held = await Task.WhenAll(Cluster.Silos.Keys.Select(async port => (port, await ClusterSet.SessionsOnAsync(port))));
        return held.MaxBy(pair => pair.Item2);
    }
}
