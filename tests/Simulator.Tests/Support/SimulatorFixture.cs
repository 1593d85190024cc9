using Realtime.Simulator.Hosting;

namespace Realtime.Simulator.Tests.Support;

/// <summary>One simulator for the tests of a class.</summary>
public sealed class SimulatorFixture : IAsyncLifetime
{
    public SimulatorHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await SimulatorHost.StartAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
