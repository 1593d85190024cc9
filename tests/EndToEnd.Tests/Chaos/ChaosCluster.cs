using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Realtime.EndToEnd.Tests.Chaos.Network;
using Realtime.EndToEnd.Tests.Cluster;
using Realtime.Testing.Postgres;

namespace Realtime.EndToEnd.Tests.Chaos;

/// <summary>A cluster of real processes with provider simulators of its own, whose every process may be killed, stopped and replaced.</summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    public const string MasterKey = "sk-chaos";

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("realtime-chaos-");
    private readonly int _redisPort = ClusterSet.FreePort();
    private readonly Dictionary<int, TestHost> _hosts = [];
    private ClusterProcess? _redis;
    private PostgresServer? _postgres;
    private TestNetwork? _network;
    private int _started;

    public Dictionary<int, ClusterProcess> Silos { get; } = [];

    public Dictionary<int, ClusterProcess> Gateways { get; } = [];

    public Dictionary<int, ClusterProcess> Simulators { get; } = [];

    public ClusterProcess Redis => _redis!;

    /// <summary>Gets the database server; null where the cluster was started without one.</summary>
    public PostgresServer? Postgres => _postgres;

    private string ConfigPath => Path.Combine(_directory.FullName, "config.yaml");

    /// <summary>Starts a cluster.</summary>
    /// <param name="silos">How many silos.</param>
    /// <param name="gateways">How many gateways.</param>
    /// <param name="simulators">How many provider simulators.</param>
    /// <param name="config">Makes the configuration from the simulators' ports.</param>
    /// <param name="withDatabase">Whether it has a PostgreSQL, with which there are keys.</param>
    /// <param name="network">Gives each silo a host of its own; null where all processes are on this one. It is the caller's.</param>
    public static async Task<ChaosCluster> StartAsync(
        int silos, int gateways, int simulators, Func<int[], string> config, bool withDatabase = false, TestNetwork? network = null)
    {
        Installed.Find("redis-server").ShouldNotBeNull("these tests need redis-server");
        var cluster = new ChaosCluster { _network = network };
        try
        {
            while (cluster.Simulators.Count < simulators)
            {
                cluster.StartSimulator();
            }

            var text = config([.. cluster.Simulators.Keys]);
            if (withDatabase)
            {
                cluster._postgres = await PostgresServer.StartAsync();
                Assert.SkipWhen(cluster._postgres is null, "PostgreSQL is not installed on this machine");
                text += $"\n  database_url: {await cluster._postgres.CreateDatabaseAsync("chaos")}\n";
            }

            await File.WriteAllTextAsync(cluster.ConfigPath, text);
            cluster.StartRedis();
            while (cluster.Silos.Count < silos)
            {
                cluster.StartSilo(network is null ? null : await network.AddHostAsync());
            }

            while (cluster.Gateways.Count < gateways)
            {
                cluster.StartGateway();
            }

            await cluster.ReadyAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Gateways.Values.Concat(Silos.Values).Concat(Simulators.Values))
        {
            await process.DisposeAsync();
        }

        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        _directory.Delete(recursive: true);
    }

    /// <summary>Waits until every process that runs takes sessions.</summary>
    public async Task ReadyAsync()
    {
        foreach (var (port, process) in Silos.Concat(Gateways).Where(pair => pair.Value.IsRunning))
        {
            await ClusterSet.ReadyAsync(port, process, HostOf(port));
        }
    }

    /// <summary>Counts the sessions that a silo says it holds.</summary>
    public Task<int> SessionsOnAsync(int silo) => ClusterSet.SessionsOnAsync(silo, HostOf(silo));

    /// <summary>The host that a silo has of its own.</summary>
    public TestHost HostOfSilo(int silo) => _hosts[silo];

    public void StartRedis() => _redis = ClusterProcess.Start(
        "redis", Installed.Find("redis-server")!, "--port", Text(_redisPort), "--protected-mode", "no", "--bind", Listen,
        "--dir", _directory.FullName, "--save", "", "--appendonly", "yes", "--maxmemory-policy", "noeviction");

    /// <summary>Kills Redis and starts one that knows nothing.</summary>
    public async Task StartEmptyRedisAsync()
    {
        Redis.Signal(PosixSignalNumber.Kill);
        await Redis.ExitAsync(TimeSpan.FromSeconds(30));
        Directory.Delete(Path.Combine(_directory.FullName, "appendonlydir"), recursive: true);
        StartRedis();
    }

    public int StartSilo(TestHost? host = null) => Add(
        Silos,
        port =>
        {
            // They share a directory: what one leaves behind there, another takes up.
            string[] more =
            [
                "--silo-port", Text(ClusterSet.FreePort()), "--client-port", Text(ClusterSet.FreePort()), "--data", Path.Combine(_directory.FullName, "silos"),
            ];
            if (host is null)
            {
                return Start("Silo", port, more);
            }

            _hosts[port] = host;
            return ClusterProcess.Start($"Silo {++_started}", "ip", ["netns", "exec", host.Namespace, "dotnet", .. Arguments("Silo", host.Address, port), .. more]);
        });

    public int StartGateway() => Add(Gateways, port => Start("Gateway", port, "--data", Path.Combine(_directory.FullName, Text(port))));

    public int StartSimulator() => Add(
        Simulators, port => ClusterProcess.Start($"Simulator {++_started}", "dotnet", Installed.Build("Simulator"), "--host", Listen, "--port", Text(port)));

    /// <summary>Counts the connections that the simulators hold open.</summary>
    public async Task<int> OpenConnectionsAsync()
    {
        var open = 0;
        foreach (var (port, _) in Simulators.Where(pair => pair.Value.IsRunning))
        {
            open += await OpenConnectionsAsync(port);
        }

        return open;
    }

    /// <summary>Counts the connections that a simulator holds open.</summary>
    public static async Task<int> OpenConnectionsAsync(int simulator) =>
        (await ConnectionsAsync(simulator)).Count(connection => !connection.GetProperty("isOver").GetBoolean());

    /// <summary>Waits until the simulators hold that many connections.</summary>
    public Task OpenConnectionsAreAsync(int count) => Until.TrueAsync(
        $"the providers hold {count} connections", TimeSpan.FromSeconds(30), async () => await OpenConnectionsAsync() == count);

    /// <summary>Lets a simulator forget the connections that are over.</summary>
    public static async Task ForgetAsync(int simulator)
    {
        using var answer = await Http.DeleteAsync(new Uri($"http://127.0.0.1:{simulator}/simulator/connections"));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Tells what a simulator knows of its connections.</summary>
    public static async Task<JsonElement[]> ConnectionsAsync(int simulator)
    {
        var connections = await Http.GetFromJsonAsync<JsonElement>(new Uri($"http://127.0.0.1:{simulator}/simulator/connections"));
        return [.. connections.EnumerateArray()];
    }

    /// <summary>Gives the open connections of a simulator a fault, or the next ones.</summary>
    /// <param name="simulator">The simulator's port.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="next">How many of the next connections meet it; null: those that are open.</param>
    public static async Task FaultAsync(int simulator, string fault, int? next = null)
    {
        using var answer = await Http.PostAsJsonAsync(
            new Uri($"http://127.0.0.1:{simulator}/simulator/faults"), new { fault, scope = next is null ? "open" : null, count = next ?? 1 });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Takes back the faults that wait for a simulator's next connections.</summary>
    public static async Task MendAsync(int simulator)
    {
        using var answer = await Http.DeleteAsync(new Uri($"http://127.0.0.1:{simulator}/simulator/faults"));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Asks a gateway with the master key.</summary>
    public async Task<JsonElement> AskAsync(string path, object? body = null)
    {
        using var request = new HttpRequestMessage(
            body is null ? HttpMethod.Get : HttpMethod.Post, $"http://127.0.0.1:{Gateways.First(pair => pair.Value.IsRunning).Key}{path}")
        {
            Headers = { Authorization = new("Bearer", MasterKey) },
            Content = body is null ? null : JsonContent.Create(body),
        };
        using var answer = await Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>The lines of a process's <c>/metrics</c>.</summary>
    public static async Task<string[]> MetricsAsync(int port) =>
        (await Http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"))).Split('\n');

    /// <summary>The deployments as <c>GET /deployments</c> tells them, by their id.</summary>
    public async Task<Dictionary<string, JsonElement>> DeploymentsAsync() =>
        (await AskAsync("/deployments")).GetProperty("deployments").EnumerateArray()
            .ToDictionary(row => row.GetProperty("model_id").GetString()!, StringComparer.Ordinal);

    /// <summary>Tells what the processes logged but for the lines of each session.</summary>
    public void TellLogs(Action<string> write)
    {
        foreach (var process in Silos.Values.Concat(Gateways.Values))
        {
            write($"{process.Name}, running: {process.IsRunning}");
            write(string.Join('\n', process.Output.Split('\n').Where(line => !line.Contains("info: Realtime.Grains.Sessions", StringComparison.Ordinal))));
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Add(Dictionary<int, ClusterProcess> processes, Func<int, ClusterProcess> start)
    {
        var port = ClusterSet.FreePort();
        processes[port] = start(port);
        return port;
    }

    // Where the processes that have no host of their own are found by those that have one.
    private string ShownAs => _network?.Here ?? "127.0.0.1";

    private string Listen => _network is null ? "127.0.0.1" : "*";

    private string HostOf(int port) => _hosts.TryGetValue(port, out var host) ? host.Address : "127.0.0.1";

    private ClusterProcess Start(string project, int port, params IEnumerable<string> more) =>
        ClusterProcess.Start($"{project} {++_started}", "dotnet", [.. Arguments(project, "127.0.0.1", port), .. more]);

    private string[] Arguments(string project, string host, int port) =>
        [Installed.Build(project), "--config", ConfigPath, "--cluster", $"{ShownAs}:{_redisPort}", "--host", host, "--port", Text(port)];
}
