using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Realtime.EndToEnd.Tests.Cluster;

namespace Realtime.EndToEnd.Tests.Chaos;

/// <summary>A cluster of real processes with provider simulators of its own, whose every process may be killed, stopped and replaced.</summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    public const string MasterKey = "sk-chaos";

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("realtime-chaos-");
    private readonly int _redisPort = ClusterSet.FreePort();
    private ClusterProcess? _redis;
    private int _started;

    public Dictionary<int, ClusterProcess> Silos { get; } = [];

    public Dictionary<int, ClusterProcess> Gateways { get; } = [];

    public Dictionary<int, ClusterProcess> Simulators { get; } = [];

    private string ConfigPath => Path.Combine(_directory.FullName, "config.yaml");

    /// <summary>Starts a cluster.</summary>
    /// <param name="silos">How many silos.</param>
    /// <param name="gateways">How many gateways.</param>
    /// <param name="simulators">How many provider simulators.</param>
    /// <param name="config">Makes the configuration from the simulators' ports.</param>
    public static async Task<ChaosCluster> StartAsync(int silos, int gateways, int simulators, Func<int[], string> config)
    {
        Installed.Find("redis-server").ShouldNotBeNull("these tests need redis-server");
        var cluster = new ChaosCluster();
        try
        {
            while (cluster.Simulators.Count < simulators)
            {
                cluster.StartSimulator();
            }

            await File.WriteAllTextAsync(cluster.ConfigPath, config([.. cluster.Simulators.Keys]));
            cluster._redis = ClusterProcess.Start(
                "redis", Installed.Find("redis-server")!, "--port", Text(cluster._redisPort), "--bind", "127.0.0.1",
                "--dir", cluster._directory.FullName, "--save", "", "--appendonly", "yes", "--maxmemory-policy", "noeviction");
            while (cluster.Silos.Count < silos)
            {
                cluster.StartSilo();
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

        _directory.Delete(recursive: true);
    }

    /// <summary>Waits until every process that runs takes sessions.</summary>
    public async Task ReadyAsync()
    {
        foreach (var (port, process) in Silos.Concat(Gateways).Where(pair => pair.Value.IsRunning))
        {
            await ClusterSet.ReadyAsync(port, process);
        }
    }

    public int StartSilo() => Add(
        Silos, port => Start("Silo", port, "--silo-port", Text(ClusterSet.FreePort()), "--client-port", Text(ClusterSet.FreePort())));

    public int StartGateway() => Add(Gateways, port => Start("Gateway", port, "--data", Path.Combine(_directory.FullName, Text(port))));

    public int StartSimulator() => Add(
        Simulators, port => ClusterProcess.Start($"Simulator {++_started}", "dotnet", Installed.Build("Simulator"), "--port", Text(port)));

    /// <summary>Counts the connections that the simulators hold open.</summary>
    public async Task<int> OpenConnectionsAsync()
    {
        var open = 0;
        foreach (var (port, process) in Simulators.Where(pair => pair.Value.IsRunning))
        {
            var connections = await Http.GetFromJsonAsync<JsonElement>(new Uri($"http://127.0.0.1:{port}/simulator/connections"));
            open += connections.EnumerateArray().Count(connection => !connection.GetProperty("isOver").GetBoolean());
        }

        return open;
    }

    /// <summary>Gives the open connections of a simulator a fault.</summary>
    public static async Task FaultAsync(int simulator, string fault)
    {
        using var answer = await Http.PostAsJsonAsync(new Uri($"http://127.0.0.1:{simulator}/simulator/faults"), new { fault, scope = "open" });
        answer.EnsureSuccessStatusCode();
    }

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

    private ClusterProcess Start(string project, int port, params IEnumerable<string> more) => ClusterProcess.Start(
        $"{project} {++_started}",
        "dotnet",
        [
            Installed.Build(project), "--config", ConfigPath, "--cluster", $"127.0.0.1:{_redisPort}", "--host", "127.0.0.1",
            "--port", Text(port), .. more,
        ]);
}
