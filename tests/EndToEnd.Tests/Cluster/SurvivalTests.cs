using System.Diagnostics;
using System.Globalization;

namespace Realtime.EndToEnd.Tests.Cluster;

/// <summary>Conversations outlive the connections, gateways and silos that carry them.</summary>
[Collection(ClusterCollection.Name)]
public sealed class SurvivalTests(ClusterSet cluster, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Clients = 24;
    private const int Words = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Recited = string.Join(' ', Enumerable.Range(1, Words).Select(number => $"word{number}"));
    private readonly List<TalkingClient> _clients = [];

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => new(cluster.StartMissingAsync());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            cluster.TellLogs(output.WriteLine);
        }

        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task Clients_of_a_killed_gateway_return_over_another_and_miss_nothing()
    {
        var (port, gateway) = cluster.GatewaysByPort.First();
        var other = cluster.GatewaysByPort.Keys.First(key => key != port);
        await OpenAsync(port);
        _clients.ForEach(client => client.ReturnsTo = other);
        var reciting = await ReciteAsync();

        gateway.Signal(PosixSignalNumber.Kill);

        await HoldToAsync(reciting);
        _clients.ShouldAllBe(client => client.Returns == 1 && client.Cuts == 0);

        // And back, by a reset of their own.
        await cluster.StartMissingAsync();
        var back = cluster.GatewaysByPort.Keys.First(key => key != other);
        _clients.ForEach(client => client.ReturnsTo = back);
        reciting = await ReciteAsync();
        _clients.ForEach(client => client.Abort());
        await HoldToAsync(reciting);
        await RememberAsync();
    }

    [Fact]
    public async Task Conversations_of_a_killed_silo_go_on_on_another()
    {
        await OpenAsync([.. cluster.GatewaysByPort.Keys]);
        var silo = await BusiestSiloAsync();
        var reciting = await ReciteAsync();

        var watch = Stopwatch.StartNew();
        silo.Signal(PosixSignalNumber.Kill);

        await HoldToAsync(reciting);
        output.WriteLine($"{_clients.Count(client => client.Cuts > 0)} of {Clients} conversations were cut; all had their answer after {watch.Elapsed}");
        _clients.Max(client => client.Cuts).ShouldBe(1);
        await RememberAsync();
    }

    [Fact]
    public async Task Conversations_of_a_stopped_silo_move_and_no_turn_is_cut()
    {
        await OpenAsync([.. cluster.GatewaysByPort.Keys]);
        var silo = await BusiestSiloAsync();
        var reciting = await ReciteAsync();

        silo.Signal(PosixSignalNumber.Terminate);

        await HoldToAsync(reciting);
        await RememberAsync();
        (await silo.ExitAsync(Patience)).ShouldBe(0, silo.Output);
        _clients.ShouldAllBe(client => client.Cuts == 0 && client.Returns == 0);
    }

    [Fact]
    public async Task Clients_of_a_stopped_gateway_return_over_another_at_their_turns_end()
    {
        var (port, gateway) = cluster.GatewaysByPort.First();
        await OpenAsync(port);
        _clients.ForEach(client => client.ReturnsTo = cluster.GatewaysByPort.Keys.First(key => key != port));
        var reciting = await ReciteAsync();

        gateway.Signal(PosixSignalNumber.Terminate);

        await HoldToAsync(reciting);
        await Task.WhenAll(_clients.Select(client => client.ListenUntilReturnedAsync()));
        await RememberAsync();
        (await gateway.ExitAsync(Patience)).ShouldBe(0, gateway.Output);
        _clients.ShouldAllBe(client => client.Cuts == 0 && client.Returns == 1);
    }

    private async Task OpenAsync(params IReadOnlyList<int> gateways)
    {
        _clients.AddRange(await Task.WhenAll(
            Enumerable.Range(0, Clients).Select(index => TalkingClient.OpenAsync(gateways[index % gateways.Count]))));
        await Task.WhenAll(_clients.Select((client, index) => client.SayAsync(Fact(index))));
    }

    private async Task<ClusterProcess> BusiestSiloAsync()
    {
        var held = await Task.WhenAll(cluster.SilosByPort.Keys.Select(async port => (Port: port, Sessions: await ClusterSet.SessionsOnAsync(port))));
        held.Max(silo => silo.Sessions).ShouldBeGreaterThan(0);
        return cluster.SilosByPort[held.MaxBy(silo => silo.Sessions).Port];
    }

    // Begins a long answer in every conversation.
    private async Task<Task<string[]>> ReciteAsync()
    {
        var reciting = Task.WhenAll(_clients.Select(client => client.SayAsync(string.Create(CultureInfo.InvariantCulture, $"say {Words} words"))));
        await Until.TrueAsync("every client hears words", Patience, () => reciting.IsCompleted || _clients.TrueForAll(client => client.IsHearing));
        reciting.IsCompleted.ShouldBeFalse("the answers are long enough to be cut");
        return reciting;
    }

    private static async Task HoldToAsync(Task<string[]> reciting) =>
        (await reciting.WaitAsync(Patience * 2, TimeProvider.System)).ShouldAllBe(text => text == Recited);

    private async Task RememberAsync()
    {
        var remembered = await Task.WhenAll(_clients.Select(client => client.SayAsync("repeat turn 1")));
        remembered.ShouldBe(Enumerable.Range(0, Clients).Select(Fact));
    }

    private static string Fact(int index) => string.Create(CultureInfo.InvariantCulture, $"My name is Nobody {index}.");
}
