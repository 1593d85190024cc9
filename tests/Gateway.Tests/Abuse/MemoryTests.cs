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
}
