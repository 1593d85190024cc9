using System.Diagnostics;
using Realtime.Gateway.Tests.Running;

namespace Realtime.Gateway.Tests.Abuse;

/// <summary>What clients can make the process hold. It is the whole process's memory, so nothing else may run beside these.</summary>
[Collection(AloneCollection.Name)]
public sealed class MemoryTests(GatewayFixture fixture)
{
    private readonly string _model = GatewayFixture.NewModel().Providers;

    [Fact]
    public async Task Pings_of_a_client_that_never_reads_are_held_in_bounded_memory()
    {
        var accepted = fixture.Provider.NextSessionAsync(_model);
        using var client = await RawClient.OpenAsync(fixture.Gateway, "ga/" + _model);
        using var provider = await accepted;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var burst = Enumerable.Range(0, 1000).SelectMany(_ => RawClient.Frame(0x89, new byte[125])).ToArray();
        var end = provider.ReceiveAsync();

        try
        {
            // About 130 MB of pings, none of whose pongs is read; the write time-out may end it first.
            for (var round = 0; round < 1000 && !end.IsCompleted; round++)
            {
                await client.WriteAsync(burst);
            }
        }
        catch (IOException)
        {
            // It did.
        }

        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(20_000_000);
    }

    [Fact]
    public async Task Client_that_never_reads_costs_bounded_memory_and_its_provider_is_let_go()
    {
        var (model, name) = GatewayFixture.NewModel();
        var beside = fixture.Provider.NextSessionAsync(name);
        await using var neighbour = await fixture.Gateway.ConnectAsync(model);
        using var neighboursProvider = await beside;
        var accepted = fixture.Provider.NextSessionAsync(_model);
        using var client = await RawClient.OpenAsync(fixture.Gateway, "ga/" + _model);
        using var provider = await accepted;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var message = new byte[100_000];
        message.AsSpan().Fill((byte)' ');
        "{\"type\":\"x\"}"u8.CopyTo(message);
        var end = provider.ReceiveAsync();
        var most = 0L;

        try
        {
            while (!end.IsCompleted)
            {
                var send = provider.SendAsync(message);
                await Task.WhenAny(send, end);
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false) - before);
            }
        }
        catch (Exception exception) when (exception is System.Net.WebSockets.WebSocketException or OperationCanceledException)
        {
            Debug.WriteLine(exception.Message);
        }

        (await end).IsClose.ShouldBeTrue();
        most.ShouldBeLessThan(80_000_000);
        await neighbour.SendAsync("""{"type":"still.up"}""");
        (await neighboursProvider.ReceiveAsync()).Type.ShouldBe("still.up");
    }
}
