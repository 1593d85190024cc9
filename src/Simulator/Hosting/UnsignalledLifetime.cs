namespace Realtime.Simulator.Hosting;

/// <summary>
/// The lifetime of a simulator within another program: signals are that program's, which stops the simulator when it needs it no more.
/// </summary>
internal sealed class UnsignalledLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
