using System.Net.WebSockets;
using Realtime.EndToEnd.Tests.Cluster;

namespace Realtime.EndToEnd.Tests.Chaos;

/// <summary>How sessions are spread over deployments, by real processes: two gateways and three silos that all choose at once.</summary>
public sealed class BalanceChaosTests(ITestOutputHelper output) : ChaosTestBase(output)
{
    private const int Deployments = 4;
    private const int AtOnce = 20;
    private readonly List<ClientWebSocket> _open = [];

    [Fact]
    public async Task Least_busy_keeps_sessions_of_mixed_lengths_within_two_and_a_dead_deployment_gets_none_after_its_first_failure()
    {
        await StartAsync(3, 2, Deployments, ports => string.Concat(ports.Select(port => ChaosModels.OpenAi(port, "cooldown_time: 60"))), "routing_strategy: least-busy");
        var sessions = ChaosScale.Of(80, 400);
        var random = new Random(5);
        var widest = 0;
        for (var begun = 0; begun < sessions / 2; begun += AtOnce)
        {
            await OpenAsync(AtOnce);
            widest = Math.Max(widest, await DifferenceAsync());
        }

        // The other half: each takes the place of one that has been there for any time, long or short.
        for (var begun = sessions / 2; begun < sessions; begun++)
        {
            await OpenAsync(1);
            await CloseAsync(_open[random.Next(_open.Count)]);
            widest = Math.Max(widest, await DifferenceAsync());
        }

        Output.WriteLine($"least-busy, {sessions} sessions over {Deployments} deployments: in-flight differed by {widest} at most");
        widest.ShouldBeLessThanOrEqualTo(2);

        var dead = Cluster.Simulators.Keys.First();
        await ChaosCluster.FaultAsync(dead, "refuse=503", next: 100_000);
        await OpenAsync(1);
        while (await RefusalsAsync(dead) == 0)
        {
            await OpenAsync(1);
        }

        await OpenAsync(AtOnce);
        await OpenAsync(AtOnce);
        Output.WriteLine($"a dead deployment was asked {await RefusalsAsync(dead)} times, then {2 * AtOnce} sessions began elsewhere");
        (await RefusalsAsync(dead)).ShouldBe(1);
    }

    // In scripts/chaos alone: a share of 2 % needs thousands of sessions to be told from chance.
    [Fact(Explicit = true)]
    public async Task Weights_are_kept_within_two_percent()
    {
        const int sessions = 8_000;
        await StartAsync(2, 2, Deployments, ports => string.Concat(ports.Select((port, index) => ChaosModels.OpenAi(port, $"weight: {index + 1}"))));
        int[] ports = [.. Cluster.Simulators.Keys];
        var counts = new int[Deployments];
        for (var begun = 0; begun < sessions; begun += AtOnce)
        {
            await OpenAsync(AtOnce);
            await Task.WhenAll(_open.Select(CloseOneAsync));
            _open.Clear();
            if (begun % 800 == 800 - AtOnce)
            {
                // The simulators remember a thousand connections.
                for (var index = 0; index < Deployments; index++)
                {
                    counts[index] += await CountAndForgetAsync(ports[index]);
                }
            }
        }

        double[] shares = [.. counts.Select(count => (double)count / sessions)];
        Output.WriteLine($"weights 1 to 4, {sessions} sessions: {string.Join(", ", shares.Select(share => share.ToString("0.0%", System.Globalization.CultureInfo.InvariantCulture)))}");
        counts.Sum().ShouldBe(sessions);
        for (var index = 0; index < Deployments; index++)
        {
            Math.Abs(shares[index] - ((index + 1) / 10.0)).ShouldBeLessThan(0.02);
        }
    }

    /// <inheritdoc/>
    private protected override void Release() => _open.ForEach(socket => socket.Dispose());

    private async Task<int> CountAndForgetAsync(int simulator)
    {
        await Cluster.OpenConnectionsAreAsync(0);
        var count = (await ChaosCluster.ConnectionsAsync(simulator)).Length;
        await ChaosCluster.ForgetAsync(simulator);
        return count;
    }

    private static async Task<int> RefusalsAsync(int simulator) =>
        (await ChaosCluster.ConnectionsAsync(simulator)).Count(connection => connection.GetProperty("handshakeStatus").GetInt32() == 503);

    private async Task OpenAsync(int count)
    {
        var first = _open.Count;
        _open.AddRange(await Task.WhenAll(Enumerable.Range(first, count).Select(OpenOneAsync)));
    }

    private async Task<ClientWebSocket> OpenOneAsync(int number)
    {
        var (socket, status) = await QuietClient.OpenAsync(Spread(number));
        status.ShouldBe(101);
        return socket!;
    }

    private Task CloseAsync(ClientWebSocket socket)
    {
        _open.Remove(socket);
        return CloseOneAsync(socket);
    }

    private static async Task CloseOneAsync(ClientWebSocket socket)
    {
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", TestContext.Current.CancellationToken);
    }

    // By the cluster's own table, when it knows of all that began and ended.
    private async Task<int> DifferenceAsync()
    {
        int[] inFlight = [];
        await Until.TrueAsync(
            $"the table tells {_open.Count} sessions",
            TimeSpan.FromSeconds(15),
            async () => (inFlight = [.. (await Cluster.DeploymentsAsync()).Values.Select(row => row.GetProperty("in_flight").GetInt32())]).Sum() == _open.Count);
        return inFlight.Max() - inFlight.Min();
    }
}
