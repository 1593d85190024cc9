using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace Realtime.EndToEnd.Tests.Cluster;

/// <summary>What is counted of deployments is counted over all processes, and outlives any of them.</summary>
[Collection(ClusterCollection.Name)]
public sealed class LimitTests(ClusterSet cluster, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Limit = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly List<ClientWebSocket> _open = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await cluster.StartMissingAsync();
        await Until.TrueAsync("the provider has no connections yet", Patience, () => cluster.Upstream.Open == 0);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            cluster.TellLogs(output.WriteLine);
        }

        _open.ForEach(socket => socket.Dispose());
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Least_busy_over_two_gateways_and_three_silos_differs_by_two_at_most()
    {
        for (var round = 0; round < 4; round++)
        {
            (await OpenAsync("spread", 30)).ShouldBe(30);
            int[] held = [];
            await Until.TrueAsync(
                "places that were given too late on a busy machine are given back",
                Patience,
                async () => (held = await InFlightAsync()).Sum() == 30 * (round + 1));
            output.WriteLine(string.Join(", ", held));
            (held.Max() - held.Min()).ShouldBeLessThanOrEqualTo(2);
        }
    }

    [Fact]
    public async Task A_limit_is_exact_over_gateways_and_stays_so_when_silos_die()
    {
        (await OpenAsync("limited", 40)).ShouldBe(Limit);
        cluster.Upstream.Open.ShouldBe(Limit);

        // The silo that counts is one of the three.
        foreach (var silo in cluster.SilosByPort.Values.Take(2).ToList())
        {
            silo.Signal(PosixSignalNumber.Kill);
            var until = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(until) < TimeSpan.FromSeconds(6))
            {
                await OpenAsync("limited", 4);
                cluster.Upstream.Open.ShouldBeLessThanOrEqualTo(Limit);
            }
        }
    }

    private async Task<int> OpenAsync(string model, int count)
    {
        int[] gateways = [.. cluster.GatewaysByPort.Keys];
        var sockets = await Task.WhenAll(Enumerable.Range(0, count).Select(index => TryOpenAsync(gateways[index % gateways.Length], model)));
        _open.AddRange(sockets.OfType<ClientWebSocket>());
        return sockets.Count(socket => socket is not null);
    }

    private static async Task<ClientWebSocket?> TryOpenAsync(int gateway, string model)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Bearer " + ClusterSet.MasterKey);
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{gateway}/v1/realtime?model={model}"), Cancel);
            return socket;
        }
        catch (WebSocketException)
        {
            ((int)socket.HttpStatusCode).ShouldBe(503);
            socket.Dispose();
            return null;
        }
    }

    private async Task<int[]> InFlightAsync()
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("Authorization", "Bearer " + ClusterSet.MasterKey);
        var body = await http.GetStringAsync(new Uri($"http://127.0.0.1:{cluster.GatewaysByPort.Keys.First()}/deployments"), Cancel);
        return
        [
            .. JsonNode.Parse(body)!["deployments"]!.AsArray()
                .Where(row => (string?)row!["model_name"] == "spread").Select(row => (int)row!["in_flight"]!),
        ];
    }
}
