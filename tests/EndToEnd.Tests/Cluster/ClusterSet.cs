using System.Globalization;
using System.Net;
using Realtime.Hosting.Cluster;
using Realtime.Simulator.Hosting;

namespace Realtime.EndToEnd.Tests.Cluster;

/// <summary>A cluster of real processes on a real Redis: 3 silos and 2 gateways, whose provider numbers its events.</summary>
public sealed class ClusterSet : IAsyncLifetime
{
    internal const string MasterKey = "sk-cluster";
    private const int Silos = 3;
    private const int Gateways = 2;
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(4);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(15) };

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("realtime-cluster-");
    private readonly int _redisPort = FreePort();
    private NumberedUpstream? _upstream;
    private SimulatorHost? _simulator;
    private ClusterProcess? _redis;
    private int _started;

    internal NumberedUpstream Upstream => _upstream!;

    internal ClusterProcess Redis => _redis!;

    internal Dictionary<int, ClusterProcess> SilosByPort { get; } = [];

    internal Dictionary<int, ClusterProcess> GatewaysByPort { get; } = [];

    private string ConfigPath => Path.Combine(_directory.FullName, "config.yaml");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Installed.Find("redis-server").ShouldNotBeNull("these tests need redis-server");
        _upstream = await NumberedUpstream.StartAsync();
        _simulator = await SimulatorHost.StartAsync(new SimulatorOptions { WordDelay = TimeSpan.FromMilliseconds(8) }, CancellationToken.None);
        await File.WriteAllTextAsync(ConfigPath, $"""
            model_list:
              - model_name: voice
                litellm_params:
                  model: openai/m
                  api_base: http://127.0.0.1:{_upstream.Port}
                  api_key: sk-provider
              - model_name: talk
                litellm_params:
                  model: openai/gpt-realtime
                  api_base: {_simulator.BaseAddress}
                  api_key: sk-provider
              - model_name: limited
                litellm_params: {"{"}model: openai/m, api_base: "http://127.0.0.1:{_upstream.Port}", api_key: sk-provider, max_parallel_requests: 5{"}"}
            {string.Concat(Enumerable.Range(0, 4).Select(SpreadDeployment))}
            router_settings:
              routing_strategy: least-busy
            general_settings:
              master_key: {MasterKey}
              drain_timeout: 10
              overload_lag: 0
              resume_window: 5
            """);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in GatewaysByPort.Values.Concat(SilosByPort.Values))
        {
            await process.DisposeAsync();
        }

        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        await Upstream.DisposeAsync();
        if (_simulator is not null)
        {
            await _simulator.DisposeAsync();
        }

        _directory.Delete(recursive: true);
    }

    /// <summary>Starts what is missing of the cluster, the processes of an earlier test that were killed included, until all is ready.</summary>
    internal async Task StartMissingAsync()
    {
        RemoveEnded(SilosByPort);
        RemoveEnded(GatewaysByPort);
        if (_redis is not { IsRunning: true })
        {
            StartRedis();
        }

        while (SilosByPort.Count < Silos)
        {
            StartSilo();
        }

        while (GatewaysByPort.Count < Gateways)
        {
            StartGateway();
        }

        foreach (var (port, process) in SilosByPort.Concat(GatewaysByPort))
        {
            await ReadyAsync(port, process);
        }
    }

    internal void StartRedis() => _redis = ClusterProcess.Start(
        "redis",
        Installed.Find("redis-server")!,
        "--port", Text(_redisPort), "--bind", "127.0.0.1", "--dir", _directory.FullName,
        "--save", "", "--appendonly", "yes", "--appendfsync", "everysec", "--maxmemory-policy", "noeviction");

    /// <summary>Kills Redis and starts one that knows nothing.</summary>
    internal async Task StartEmptyRedisAsync()
    {
        Redis.Signal(PosixSignalNumber.Kill);
        await Redis.ExitAsync(StartTime);
        Directory.Delete(Path.Combine(_directory.FullName, "appendonlydir"), recursive: true);
        StartRedis();
    }

    /// <returns>The port of the silo's probes and metrics.</returns>
    internal int StartSilo()
    {
        var port = FreePort();
        SilosByPort[port] = Start("Silo", port, "--silo-port", Text(FreePort()), "--client-port", Text(FreePort()));
        return port;
    }

    internal int StartGateway()
    {
        var port = FreePort();
        GatewaysByPort[port] = Start("Gateway", port, "--data", Path.Combine(_directory.FullName, Text(port)));
        return port;
    }

    /// <summary>Tells what the processes logged but for the lines of each session.</summary>
    internal void TellLogs(Action<string> write)
    {
        foreach (var process in SilosByPort.Values.Concat(GatewaysByPort.Values))
        {
            var lines = process.Output.Split('\n').Where(line => !line.Contains("RealtimeSession[", StringComparison.Ordinal));
            write($"{process.Name}, running: {process.IsRunning}");
            write(string.Join('\n', lines));
        }
    }

    private string SpreadDeployment(int number) => string.Create(CultureInfo.InvariantCulture, $$"""

              - model_name: spread
                litellm_params: {model: openai/m, api_base: "http://127.0.0.1:{{Upstream.Port}}", api_key: sk-provider}
                model_info: {id: spread-{{number}}}
            """);

    internal static Task ReadyAsync(int port, ClusterProcess process, string host = "127.0.0.1") => Until.TrueAsync(
        () => $"{process.Name} ready:\n{process.Output}", StartTime, async () => await ReadinessAsync(port, host) == HttpStatusCode.OK);

    /// <summary>What a process answers to the readiness probe; null when it does not answer at all.</summary>
    internal static async Task<HttpStatusCode?> ReadinessAsync(int port, string host = "127.0.0.1")
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri($"http://{host}:{port}/health/readiness"));
            return answer.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>How many sessions a silo says that it holds.</summary>
    internal static Task<int> SessionsOnAsync(int siloPort, string host = "127.0.0.1") => CountAsync(siloPort, host, "realtime_sessions_open");

    /// <summary>How many sessions of a silo wait for their client.</summary>
    internal static Task<int> WaitingOnAsync(int siloPort) => CountAsync(siloPort, "127.0.0.1", "realtime_sessions_waiting");

    private static async Task<int> CountAsync(int siloPort, string host, string metric)
    {
        var metrics = await Http.GetStringAsync(new Uri($"http://{host}:{siloPort}/metrics"));
        return metrics.Split('\n')
            .Where(line => line.StartsWith(metric, StringComparison.Ordinal))
            .Select(line => line.Split(' '))
            .Sum(fields => (int)double.Parse(fields[1], CultureInfo.InvariantCulture));
    }

    private static void RemoveEnded(Dictionary<int, ClusterProcess> processes)
    {
        foreach (var ended in processes.Where(pair => !pair.Value.IsRunning).ToList())
        {
            processes.Remove(ended.Key);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    internal static int FreePort() => FreePorts.Find(1)[0];

    private ClusterProcess Start(string project, int port, params IEnumerable<string> more) => ClusterProcess.Start(
        $"{project} {++_started}",
        "dotnet",
        [
            Installed.Build(project), "--config", ConfigPath, "--cluster", $"127.0.0.1:{_redisPort}", "--host", "127.0.0.1",
            "--port", Text(port), .. more,
        ]);
}
