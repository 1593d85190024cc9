using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Realtime.EndToEnd.Tests.Cluster;
using Realtime.Simulator.Hosting;
using Realtime.Testing.Postgres;

namespace Realtime.EndToEnd.Tests.Policies;

/// <summary>Three silos and two gateways as processes, on a Redis and a PostgreSQL of their own, before a simulator that counts.</summary>
internal sealed class PolicyProcesses : IAsyncDisposable
{
    public const string MasterKey = "sk-policy-master";

    private const int SiloCount = 3;
    private const int GatewayCount = 2;
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("realtime-policy-");
    private readonly Dictionary<int, (int Port, ClusterProcess Process)> _silos = [];
    private readonly Dictionary<int, (int Port, ClusterProcess Process)> _gateways = [];
    private readonly int _redisPort = ClusterSet.FreePort();
    private readonly ConcurrentQueue<(string Name, string Output)> _former = new();
    private ClusterProcess? _redis;
    private PostgresServer? _postgres;
    private int _started;

    private PolicyProcesses(SimulatorHost simulator) => Simulator = simulator;

    /// <summary>Gets the provider.</summary>
    public SimulatorHost Simulator { get; }

    /// <summary>Gets the ports of the gateways that run.</summary>
    public int[] Gateways
    {
        get
        {
            lock (_gateways)
            {
                return [.. _gateways.Values.Where(gateway => gateway.Process.IsRunning).Select(gateway => gateway.Port)];
            }
        }
    }

    private string ConfigPath => Path.Combine(_directory.FullName, "config.yaml");

    public static async Task<PolicyProcesses> StartAsync()
    {
        Installed.Find("redis-server").ShouldNotBeNull("these tests need redis-server");
        var simulator = await SimulatorHost.StartAsync(
            new SimulatorOptions { WordDelay = TimeSpan.FromMilliseconds(2), InspectionConnectionLimit = 100_000, InspectionTextLimit = 64 }, CancellationToken.None);
        var processes = new PolicyProcesses(simulator);
        try
        {
            await processes.StartAllAsync();
            return processes;
        }
        catch
        {
            await processes.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, process) in _gateways.Values.Concat(_silos.Values))
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

        await Simulator.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    /// <summary>Does something to a process and puts another one into its place, which finds what the first left on its disk.</summary>
    /// <param name="blow">What happens, to whom.</param>
    /// <param name="tally">Takes note of it.</param>
    public async Task StrikeAsync(Blow blow, PolicyTally tally)
    {
        var processes = blow.IsGateway ? _gateways : _silos;
        var process = processes[blow.Slot].Process;
        var struck = new StruckBlow(blow, process.Name, TimeProvider.System.GetUtcNow());
        tally.Struck.Enqueue(struck);
        process.Signal(blow.IsKill ? PosixSignalNumber.Kill : PosixSignalNumber.Terminate);
        await process.ExitAsync(TimeSpan.FromSeconds(60));
        struck.Gone = TimeProvider.System.GetUtcNow();
        var next = blow.IsGateway ? StartGateway(blow.Slot) : StartSilo(blow.Slot);
        lock (_gateways)
        {
            processes[blow.Slot] = next;
        }

        await ClusterSet.ReadyAsync(next.Port, next.Process);
        _former.Enqueue((process.Name, process.Output));
        await process.DisposeAsync();
    }

    /// <summary>Calls the admin API over a gateway that answers.</summary>
    /// <param name="path">The route and its query.</param>
    /// <param name="body">What is posted; null: nothing, by GET.</param>
    public async Task<JsonNode> CallAsync(string path, JsonObject? body = null)
    {
        for (var attempt = 0; ; attempt++)
        {
            var gateways = Gateways;
            try
            {
                using var request = new HttpRequestMessage(
                    body is null ? HttpMethod.Get : HttpMethod.Post, new Uri($"http://127.0.0.1:{gateways[attempt % gateways.Length]}{path}"));
                request.Headers.Authorization = new("Bearer", MasterKey);
                request.Content = body is null ? null : JsonContent.Create(body);
                using var response = await Http.SendAsync(request);
                if (response.IsSuccessStatusCode || attempt > 20)
                {
                    var answer = await response.Content.ReadAsStringAsync();
                    response.IsSuccessStatusCode.ShouldBeTrue($"{path}: {answer}");
                    return JsonNode.Parse(answer)!;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && attempt <= 20)
            {
                // The gateway was killed; there is another.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
    }

    public void TellLogs(Action<string> write)
    {
        foreach (var (_, process) in _silos.Values.Concat(_gateways.Values))
        {
            write($"{process.Name}, running: {process.IsRunning}");
            write(string.Join('\n', process.Output.Split('\n').Where(line => !line.Contains("info: Realtime.Grains.Sessions", StringComparison.Ordinal)).TakeLast(300)));
        }
    }

    /// <summary>Finds lines in the logs of all processes, also of those that are gone.</summary>
    /// <param name="text">What stands in them.</param>
    public IEnumerable<string> FindInLogs(string text)
    {
        (string Name, string Output)[] running;
        lock (_gateways)
        {
            running = [.. _silos.Values.Concat(_gateways.Values).Select(one => (one.Process.Name, one.Process.Output))];
        }

        return _former.Concat(running).SelectMany(process => process.Output.Split('\n')
            .Where(line => line.Contains(text, StringComparison.Ordinal))
            .Select(line => $"{process.Name}: {line}"));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task StartAllAsync()
    {
        _postgres = await PostgresServer.StartAsync();
        Assert.SkipWhen(_postgres is null, "PostgreSQL is not installed on this machine");
        var database = await _postgres!.CreateDatabaseAsync("policy");
        await File.WriteAllTextAsync(ConfigPath, $"""
            model_list:
              - model_name: "run-*"
                litellm_params:
                  model: openai/run-*
                  api_base: {Simulator.BaseAddress}
                  api_key: sk-provider
                  input_cost_per_token: 0.000004
                  cache_read_input_token_cost: 0.0000004
                  output_cost_per_token: 0.000016
            general_settings:
              master_key: {MasterKey}
              database_url: {database}
              drain_timeout: 5
              resume_window: 5
            """);
        _redis = ClusterProcess.Start(
            "redis", Installed.Find("redis-server")!, "--port", Text(_redisPort), "--bind", "127.0.0.1", "--dir", _directory.FullName,
            "--save", "", "--appendonly", "yes", "--appendfsync", "everysec", "--maxmemory-policy", "noeviction");
        for (var slot = 0; slot < SiloCount; slot++)
        {
            _silos[slot] = StartSilo(slot);
        }

        for (var slot = 0; slot < GatewayCount; slot++)
        {
            _gateways[slot] = StartGateway(slot);
        }

        foreach (var (port, process) in _silos.Values.Concat(_gateways.Values))
        {
            await ClusterSet.ReadyAsync(port, process);
        }
    }

    private (int Port, ClusterProcess Process) StartSilo(int slot) =>
        Start("Silo", slot, "--silo-port", Text(ClusterSet.FreePort()), "--client-port", Text(ClusterSet.FreePort()));

    private (int Port, ClusterProcess Process) StartGateway(int slot) => Start("Gateway", slot);

    private (int Port, ClusterProcess Process) Start(string project, int slot, params IEnumerable<string> more)
    {
        var port = ClusterSet.FreePort();
        return (port, ClusterProcess.Start(
            $"{project} {slot}.{++_started}",
            "dotnet",
            [
                Installed.Build(project), "--config", ConfigPath, "--cluster", $"127.0.0.1:{_redisPort}", "--host", "127.0.0.1",
                "--port", Text(port), "--data", Path.Combine(_directory.FullName, $"{project}-{slot}"), .. more,
            ]));
    }
}
