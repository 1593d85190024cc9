using Realtime.EndToEnd.Tests.Cluster;

namespace Realtime.EndToEnd.Tests.Chaos;

/// <summary>Providers that break.</summary>
public sealed class ProviderChaosTests(ITestOutputHelper output) : ChaosTestBase(output)
{
    [Fact]
    public async Task Provider_connections_that_break_amid_responses_are_replaced()
    {
        await StartAsync(silos: 2, gateways: 1, simulators: 2);
        await using var talkers = new Talkers(Output);
        var sessions = ChaosScale.Of(20, 100);
        await talkers.StartAsync(sessions, Spread, resumes: false, Words);
        await talkers.TalkOnAsync(3, TurnTime);
        talkers.ForgetGaps();
        foreach (var simulator in Cluster.Simulators.Keys)
        {
            await ChaosCluster.FaultAsync(simulator, "reset-after=1");
        }

        await talkers.TalkOnAsync(4, TurnTime);
        talkers.TellGaps("every provider connection reset", sessions);

        // A provider that is gone for good: its sessions go on at the other deployment.
        talkers.ForgetGaps();
        Cluster.Simulators.Values.First().Signal(PosixSignalNumber.Kill);
        await talkers.TalkOnAsync(4, TurnTime);
        talkers.TellGaps("one of two providers killed", sessions / 2);
        await Until.TrueAsync(
            "each session has one connection to a provider", TurnTime, async () => await Cluster.OpenConnectionsAsync() == sessions);
    }
}
