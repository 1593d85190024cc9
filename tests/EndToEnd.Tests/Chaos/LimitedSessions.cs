using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;

namespace Realtime.EndToEnd.Tests.Chaos;

/// <summary>Sessions of a deployment that takes a few at a time, and that is asked for more again and again.</summary>
/// <param name="cluster">The cluster, of one simulator.</param>
/// <param name="limit">How many it takes.</param>
internal sealed class LimitedSessions(ChaosCluster cluster, int limit) : IAsyncDisposable
{
    private const string Model = "limited";
    private readonly List<ClientWebSocket> _open = [];

    /// <summary>Gets the most places that were taken at a moment, by the cluster's own count.</summary>
    public int MostPlaces { get; private set; }

    /// <summary>Gets the most connections that the provider had of it at a moment: one that is cut off knows nothing of its end.</summary>
    public int MostConnections { get; private set; }

    /// <summary>Gets how often it was asked for.</summary>
    public int Asked { get; private set; }

    public static string Deployment(int port, int limit, string host) => string.Create(CultureInfo.InvariantCulture, $$"""
          - model_name: {{Model}}
            litellm_params: {model: openai/{{Model}}, api_base: "http://{{host}}:{{port}}", api_key: sk-provider, max_parallel_requests: {{limit}}}
            model_info: {id: {{Model}}}

        """);

    /// <summary>Takes every place.</summary>
    public Task FillAsync() => Cluster.Until.TrueAsync(
        $"all {limit} places are taken",
        TimeSpan.FromSeconds(60),
        async () =>
        {
            await AskAsync();
            return await OpenAsync(isLimited: true) == limit;
        });

    /// <summary>Asks both gateways for one more place each, and counts.</summary>
    public async Task AskAsync()
    {
        await Task.WhenAll(cluster.Gateways.Keys.Select(TryAsync));
        MostPlaces = Math.Max(MostPlaces, (await cluster.DeploymentsAsync())[Model].GetProperty("in_flight").GetInt32());
        MostConnections = Math.Max(MostConnections, await OpenAsync(isLimited: true));
    }

    /// <summary>Counts the provider's connections of other sessions.</summary>
    public Task<int> OthersOpenAsync() => OpenAsync(isLimited: false);

    public ValueTask DisposeAsync()
    {
        _open.ForEach(socket => socket.Dispose());
        return ValueTask.CompletedTask;
    }

    private async Task<int> OpenAsync(bool isLimited)
    {
        var connections = await ChaosCluster.ConnectionsAsync(cluster.Simulators.Keys.Single());
        return connections.Count(connection => !connection.GetProperty("isOver").GetBoolean() && IsLimited(connection) == isLimited);
    }

    private static bool IsLimited(JsonElement connection) => connection.TryGetProperty("model", out var model) && model.GetString() == Model;

    private async Task TryAsync(int gateway)
    {
        var (socket, status) = await QuietClient.OpenAsync(gateway, Model);
        status.ShouldBeOneOf(101, 503);
        lock (_open)
        {
            Asked++;
            if (socket is not null)
            {
                _open.Add(socket);
            }
        }
    }
}
