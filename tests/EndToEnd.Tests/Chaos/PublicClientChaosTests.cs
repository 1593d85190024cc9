using Realtime.EndToEnd.Tests.Cluster;

namespace Realtime.EndToEnd.Tests.Chaos;

/// <summary>The public client <c>openai</c> of npm, unmodified, while a silo and provider connections die.</summary>
public sealed class PublicClientChaosTests(ITestOutputHelper output) : ChaosTestBase(output)
{
    [Fact]
    public async Task Npm_client_openai_notices_neither_dead_silos_nor_reset_providers()
    {
        await StartAsync(silos: 3, gateways: 2, simulators: 2);
        var count = ChaosScale.Of(8, 40);
        await using var clients = await PublicTalkers.StartAsync(count, Cluster.Gateways.Keys, Words);
        await clients.TalkOnAsync(3, TurnTime);

        foreach (var simulator in Cluster.Simulators.Keys)
        {
            await ChaosCluster.FaultAsync(simulator, "reset-after=1");
        }

        await clients.TalkOnAsync(4, TurnTime);
        clients.Cuts.ShouldBeGreaterThan(0);
        Output.WriteLine($"every provider connection reset: {clients.Cuts} answers of {count} public clients cut and given anew");

        for (var kill = 1; kill <= ChaosScale.Of(1, 5); kill++)
        {
            var cuts = clients.Cuts;
            var (port, held) = await FullestSiloAsync();
            Cluster.Silos[port].Signal(PosixSignalNumber.Kill);
            await clients.TalkOnAsync(4, TurnTime);
            Output.WriteLine($"silo killed ({kill}): {held} of {count} public clients hit, {clients.Cuts - cuts} answers cut and given anew, none missing or wrong");
            Cluster.Silos.Remove(port);
            Cluster.StartSilo();
            await Cluster.ReadyAsync();
        }
    }
}
