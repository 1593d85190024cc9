using System.Globalization;
using System.Net;
using System.Text.Json;
using Realtime.EndToEnd.Tests.Cluster;
using Realtime.Hosting.Cluster;

namespace Realtime.EndToEnd.Tests.Hosting;

/// <summary>A gateway that serves models of a simulated provider, as real processes on free ports of the loopback address.</summary>
public abstract class GatewayUnderTest : IAsyncLifetime
{
    internal const string MasterKey = "sk-1234";
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(30);
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly List<ClusterProcess> _processes = [];
    private readonly HttpClient _http = new() { Timeout = AnswerTime };
    private Uri? _provider;

    /// <summary>Where the next client connects.</summary>
    internal abstract Uri Address { get; }

    /// <summary>The simulator that stands in for the providers.</summary>
    internal Uri Provider => _provider!;

    internal LoopbackCertificate Certificate { get; private set; } = null!;

    protected DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("realtime-clients-");

    protected string ConfigFile => Path.Combine(Folder.FullName, "config.yaml");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        try
        {
            Certificate = LoopbackCertificate.Create(Folder);
            var port = FreePort();
            var bedrock = FreePort();
            var simulator = Start(
                "Simulator", "--port", Text(port), "--bedrock-port", Text(bedrock), "--nova-pause-scale", "0.3");
            _provider = new($"http://127.0.0.1:{port}");
            await AnswersAsync(simulator, new(_provider, "/simulator/connections"));
            await File.WriteAllTextAsync(ConfigFile, ModelConfig.Write(_provider, new($"http://127.0.0.1:{bedrock}"), MasterKey));
            await StartGatewaysAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Last started, first ended: nobody waits for one that is gone.
        foreach (var process in Enumerable.Reverse(_processes))
        {
            await process.DisposeAsync();
        }

        _http.Dispose();
        if (Folder.Exists)
        {
            Folder.Delete(recursive: true);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>The connections that the simulated provider has seen of a model, as it calls it, oldest first.</summary>
    internal async Task<IReadOnlyList<ProviderConnection>> ProviderConnectionsAsync(string model) =>
        [.. (await ProviderConnectionsAsync()).Where(connection => connection.Model == model)];

    /// <summary>The connections that the simulated providers have seen, oldest first.</summary>
    internal async Task<IReadOnlyList<ProviderConnection>> ProviderConnectionsAsync()
    {
        await using var answer = await _http.GetStreamAsync(new Uri(_provider!, "/simulator/connections"));
        return (await JsonSerializer.DeserializeAsync<ProviderConnection[]>(answer, Web))!;
    }

    /// <summary>What the processes said, for the message of a failure.</summary>
    internal string Output() => string.Join('\n', _processes.Select(process => $"--- {process.Name}\n{process.Output}"));

    protected static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    protected static int FreePort() => FreePorts.Find(1)[0];

    /// <summary>Starts the gateways, and what they need, until they are ready.</summary>
    protected abstract Task StartGatewaysAsync();

    private protected ClusterProcess Start(string project, params IEnumerable<string> arguments) =>
        StartProgram(project, "dotnet", [Installed.Build(project), .. arguments]);

    private protected ClusterProcess StartProgram(string name, string program, params IEnumerable<string> arguments)
    {
        var process = ClusterProcess.Start($"{name} {_processes.Count}", program, arguments);
        _processes.Add(process);
        return process;
    }

    private protected Task ReadyAsync(ClusterProcess process, int port) => AnswersAsync(process, new($"http://127.0.0.1:{port}/health/readiness"));

    private async Task AnswersAsync(ClusterProcess process, Uri address)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(StartTime);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await IsOkAsync(address, cancel))
        {
            (process.IsRunning && !deadline.IsCancellationRequested).ShouldBeTrue($"{process.Name} is not ready. {Output()}");
            await ticks.WaitForNextTickAsync(cancel);
        }
    }

    private async Task<bool> IsOkAsync(Uri address, CancellationToken cancel)
    {
        try
        {
            using var answer = await _http.GetAsync(address, cancel);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}
