using Realtime.EndToEnd.Tests.Cluster;

namespace Realtime.EndToEnd.Tests.Chaos;

/// <summary>Gateways that die.</summary>
public sealed class GatewayChaosTests(ITestOutputHelper output) : ChaosTestBase(output)
{
    [Fact]
    public async Task Killed_gateway_costs_clients_that_return_no_event()
    {
        await StartAsync(silos: 2, gateways: 2, simulators: 1);
        await using var talkers = await TalkingAsync(ChaosScale.Of(20, 100), resumes: true);
        var (port, gateway) = Cluster.Gateways.First();
        Cluster.Gateways.Remove(port);
        gateway.Signal(PosixSignalNumber.Kill);
        await talkers.TalkOnAsync(4, TurnTime);
        talkers.TellGaps("gateway killed", talkers.All.Count / 2);
        talkers.All.Sum(talker => talker.Returns).ShouldBeGreaterThan(0);
    }
}
