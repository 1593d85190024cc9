using Realtime.EndToEnd.Tests.Cluster;

namespace Realtime.EndToEnd.Tests.Hosting;

/// <summary>A cluster of 3 silos and 2 gateways on a Redis of its own; clients are sent to the gateways in turn.</summary>
public sealed class ClusterFixture : GatewayUnderTest
{
    private const int Silos = 3;
    private readonly int[] _gateways = [FreePort(), FreePort()];
    private int _clients;

    internal override Uri Address => new($"http://127.0.0.1:{_gateways[(uint)Interlocked.Increment(ref _clients) % _gateways.Length]}");

    /// <inheritdoc/>
    protected override async Task StartGatewaysAsync()
    {
        var redis = FreePort();
        StartProgram(
            "redis",
            Installed.Find("redis-server").ShouldNotBeNull("these tests need redis-server"),
            "--port", Text(redis), "--bind", "127.0.0.1", "--dir", Folder.FullName, "--save", "", "--maxmemory-policy", "noeviction");

        string[] common = ["--config", ConfigFile, "--cluster", $"127.0.0.1:{redis}", "--host", "127.0.0.1"];
        var ports = Enumerable.Range(0, Silos).Select(_ => FreePort()).ToArray();
        var silos = ports.Select(port => (Port: port, Process: Start("Silo", [.. common, "--port", Text(port)])))
            .Concat(_gateways.Select(port => (Port: port, Process: Start("Gateway", [.. common, "--port", Text(port), "--data", Path.Combine(Folder.FullName, Text(port))]))))
            .ToArray();
        foreach (var (port, process) in silos)
        {
            await ReadyAsync(process, port);
        }
    }
}
