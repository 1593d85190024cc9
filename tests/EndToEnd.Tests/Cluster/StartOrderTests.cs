using System.Net;

namespace Realtime.EndToEnd.Tests.Cluster;

/// <summary>The processes of a cluster may be started in any order, and stopped at any time.</summary>
public sealed class StartOrderTests : IAsyncLifetime
{
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(60);
    private readonly ClusterSet _cluster = new();
    private readonly SessionSet _sessions = new();

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => _cluster.InitializeAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _sessions.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task Processes_that_start_before_what_they_need_wait_and_say_for_what()
    {
        var port = _cluster.StartGateway();
        var gateway = _cluster.GatewaysByPort[port];
        await SaysAsync(gateway, "Waiting for Redis at");
        (await ClusterSet.ReadinessAsync(port)).ShouldNotBe(HttpStatusCode.OK);

        var siloPort = _cluster.StartSilo();
        var silo = _cluster.SilosByPort[siloPort];
        await SaysAsync(silo, "Waiting for Redis at");

        _cluster.StartRedis();
        await ClusterSet.ReadyAsync(port, gateway);
        await _sessions.OpenAsync(4, port);
        await SessionSet.TalkUndisturbedAsync(10, _sessions.Clients);

        gateway.Signal(PosixSignalNumber.Terminate);
        (await gateway.ExitAsync(StopTime)).ShouldBe(0, gateway.Output);
        await Until.TrueAsync("the clients are told", StopTime, () => !_sessions.Running.Any());
        _sessions.Ended.ShouldAllBe(client => client.CloseCode == 1012);

        silo.Signal(PosixSignalNumber.Terminate);
        (await silo.ExitAsync(StopTime)).ShouldBe(0, silo.Output);
    }

    [Fact]
    public async Task Gateway_without_a_silo_is_not_ready_and_becomes_so_with_the_first()
    {
        _cluster.StartRedis();
        var port = _cluster.StartGateway();
        var gateway = _cluster.GatewaysByPort[port];
        await SaysAsync(gateway, "Waiting for a silo of the cluster");
        await Until.TrueAsync(
            "it answers, and is not ready", Wait, async () => await ClusterSet.ReadinessAsync(port) == HttpStatusCode.ServiceUnavailable);

        var silo = _cluster.SilosByPort[_cluster.StartSilo()];
        await ClusterSet.ReadyAsync(port, gateway);
        await _sessions.OpenAsync(1, port);

        silo.Signal(PosixSignalNumber.Kill);
        await Until.TrueAsync(
            "without its silo it is not ready", Wait, async () => await ClusterSet.ReadinessAsync(port) == HttpStatusCode.ServiceUnavailable);

        await ClusterSet.ReadyAsync(_cluster.StartSilo(), gateway);
        await ClusterSet.ReadyAsync(port, gateway);
        await _sessions.OpenAsync(1, port);
    }

    [Fact]
    public async Task Process_that_is_stopped_while_it_waits_ends_with_0()
    {
        var gateway = _cluster.GatewaysByPort[_cluster.StartGateway()];
        var silo = _cluster.SilosByPort[_cluster.StartSilo()];
        await SaysAsync(gateway, "Waiting for Redis at");
        await SaysAsync(silo, "Waiting for Redis at");

        gateway.Signal(PosixSignalNumber.Terminate);
        silo.Signal(PosixSignalNumber.Terminate);

        (await gateway.ExitAsync(StopTime)).ShouldBe(0, gateway.Output);
        (await silo.ExitAsync(StopTime)).ShouldBe(0, silo.Output);
        gateway.Output.ShouldNotContain("   at ");
        silo.Output.ShouldNotContain("   at ");
    }

    private static Task SaysAsync(ClusterProcess process, string words) => Until.TrueAsync(
        () => $"{process.Name} says '{words}', not only:\n{process.Output}", Wait, () => Task.FromResult(process.Output.Contains(words, StringComparison.Ordinal)));
}
