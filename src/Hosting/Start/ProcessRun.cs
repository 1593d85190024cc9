using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Realtime.Hosting.Start;

/// <summary>Runs a process until it is told to stop, which may be while it still waits for others.</summary>
public static class ProcessRun
{
    /// <summary>Runs.</summary>
    /// <param name="host">The process.</param>
    /// <returns>A task that ends when the process has stopped.</returns>
    public static async Task UntilStoppedAsync(IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        try
        {
            await host.RunAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Told to stop before it had started: nothing ran that would have to end, and the end is as clean as any.
        }
    }
}
