using System.Diagnostics;

namespace Realtime.EndToEnd.Tests.Cluster;

/// <summary>What the death of any one process of a cluster means to its sessions.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ClusterTests(ClusterSet cluster, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Sessions = 60;

    // For what takes seconds on an idle machine.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly SessionSet _sessions = new();

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await cluster.StartMissingAsync();
        await Until.TrueAsync("the provider has no connections yet", Patience, () => cluster.Upstream.Open == 0);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            cluster.TellLogs(output.WriteLine);
        }

        await _sessions.DisposeAsync();
        cluster.Upstream.Faults.Clear();
    }

    [Fact]
    public async Task Sessions_of_both_gateways_are_spread_over_all_silos()
    {
        await OpenAsync();

        // A silo that another test started a moment ago is known to the gateways after their next look at the list of silos.
        int[] held = [];
        await Until.TrueAsync(
            "every silo has its share of the sessions",
            Patience,
            async () =>
            {
                await _sessions.OpenAsync(6, [.. cluster.GatewaysByPort.Keys]);
                held = await Task.WhenAll(cluster.SilosByPort.Keys.Select(silo => ClusterSet.SessionsOnAsync(silo)));
                return held.Min() >= Sessions / 6;
            });
        output.WriteLine($"sessions of the silos: {string.Join(", ", held)}");
        held.Sum().ShouldBe(_sessions.Clients.Count);
        await TalkUndisturbedAsync(_sessions.Clients);
    }

    [Fact]
    public async Task Sessions_of_a_killed_silo_go_on_on_others_and_no_other_is_disturbed()
    {
        await OpenAsync();
        var (port, silo) = cluster.SilosByPort.First();
        var held = await ClusterSet.SessionsOnAsync(port);
        held.ShouldBeGreaterThan(0);
        _sessions.ForgetSilence();

        silo.Signal(PosixSignalNumber.Kill);

        await RestartedAsync(held);
        var others = _sessions.Clients.Where(client => client.Restarts == 0).ToList();
        others.Count.ShouldBe(Sessions - held);
        await TalkUndisturbedAsync(others);
        await SessionSet.TalkAsync(20, _sessions.Clients);
    }

    [Fact]
    public async Task A_killed_gateway_takes_its_own_sessions_only_and_their_provider_connections_are_closed()
    {
        await OpenAsync();
        var (port, gateway) = cluster.GatewaysByPort.First();
        var others = _sessions.Clients.Where(client => client.Gateway != port).ToList();
        _sessions.ForgetSilence();

        var killed = Stopwatch.StartNew();
        gateway.Signal(PosixSignalNumber.Kill);

        await Until.TrueAsync(
            "the provider's connections are closed", Patience, () => cluster.Upstream.Open == others.Count);
        output.WriteLine($"the provider's connections were closed within {killed.Elapsed}");
        await TalkUndisturbedAsync(others);
    }

    [Fact]
    public async Task A_new_silo_takes_new_sessions_and_a_stopped_one_gives_them_to_others_and_exits_with_0()
    {
        await OpenAsync();
        var port = cluster.StartSilo();
        var silo = cluster.SilosByPort[port];
        await ClusterSet.ReadyAsync(port, silo);
        await Until.TrueAsync(
            "the new silo takes sessions",
            Patience,
            async () =>
            {
                await _sessions.OpenAsync(6, [.. cluster.GatewaysByPort.Keys]);
                return await ClusterSet.SessionsOnAsync(port) >= 3;
            });
        var held = await ClusterSet.SessionsOnAsync(port);
        output.WriteLine($"the new silo holds {held} of {_sessions.Clients.Count} sessions");

        // Long enough for a fresh count to be told from the present one.
        await SessionSet.TalkAsync(30, _sessions.Clients);
        _sessions.ForgetSilence();

        silo.Signal(PosixSignalNumber.Terminate);

        (await silo.ExitAsync(Patience)).ShouldBe(0, silo.Output);
        await RestartedAsync(held);
        _sessions.Clients.Count(client => client.Restarts > 0).ShouldBe(held);
        await SessionSet.TalkAsync(20, _sessions.Clients);
        cluster.Upstream.Faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_redis_that_is_away_hurts_no_running_session_and_new_ones_start(bool killed)
    {
        await OpenAsync();
        _sessions.ForgetSilence();

        cluster.Redis.Signal(killed ? PosixSignalNumber.Kill : PosixSignalNumber.Stop);
        var away = TimeSpan.FromSeconds(double.Parse(
            Environment.GetEnvironmentVariable("REALTIME_TEST_REDIS_AWAY") ?? "20", System.Globalization.CultureInfo.InvariantCulture));
        await TalkUndisturbedAsync(_sessions.Clients, away);
        await _sessions.OpenAsync(4, [.. cluster.GatewaysByPort.Keys]);
        await TalkUndisturbedAsync(_sessions.Clients);

        if (killed)
        {
            cluster.StartRedis();
        }
        else
        {
            cluster.Redis.Signal(PosixSignalNumber.Continue);
        }

        await TalkUndisturbedAsync(_sessions.Clients, TimeSpan.FromSeconds(10));
        await _sessions.OpenAsync(4, [.. cluster.GatewaysByPort.Keys]);
        await TalkUndisturbedAsync(_sessions.Clients);
    }

    [Fact]
    public async Task A_redis_that_comes_back_empty_is_told_the_membership_again_and_silos_still_join_and_die()
    {
        await OpenAsync();
        var (deadPort, dead) = cluster.SilosByPort.First();
        var held = await ClusterSet.SessionsOnAsync(deadPort);
        _sessions.ForgetSilence();

        await cluster.StartEmptyRedisAsync();

        var port = cluster.StartSilo();
        await ClusterSet.ReadyAsync(port, cluster.SilosByPort[port]);
        await TalkUndisturbedAsync(_sessions.Clients, TimeSpan.FromSeconds(10));
        dead.Signal(PosixSignalNumber.Kill);
        await RestartedAsync(held);
        await SessionSet.TalkAsync(20, _sessions.Clients);
        cluster.SilosByPort.Values.ShouldContain(silo => silo.Output.Contains("Redis had forgotten the cluster", StringComparison.Ordinal));
    }

    // A session that goes on on another silo has a fresh connection to the provider, which counts anew.
    private Task RestartedAsync(int count) => Until.TrueAsync(
        $"{count} sessions go on on another silo", Patience, () => _sessions.Clients.Count(client => client.Restarts > 0) >= count);

    private async Task OpenAsync()
    {
        await _sessions.OpenAsync(Sessions, [.. cluster.GatewaysByPort.Keys]);
        await TalkUndisturbedAsync(_sessions.Clients);
    }

    private async Task TalkUndisturbedAsync(List<NumberedClient> clients, TimeSpan? duration = null)
    {
        await SessionSet.TalkUndisturbedAsync((int)((duration ?? TimeSpan.FromSeconds(3)) / NumberedUpstream.Tick), clients);
        output.WriteLine($"longest silence of {clients.Count} sessions: {clients.Max(client => client.LongestSilence)}");
        cluster.Upstream.Faults.ShouldBeEmpty();
    }
}
