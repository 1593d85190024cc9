using Realtime.Simulator.Hosting;

namespace Realtime.Simulator;

/// <summary>The entry point of the process.</summary>
public static class Program
{
    /// <summary>Runs until the process is told to stop.</summary>
    /// <param name="arguments">See <c>--help</c>.</param>
    /// <returns>0; 1 when a health check fails; 2 when the arguments could not be read.</returns>
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["--healthcheck", var url])
        {
            return await HealthProbe.RunAsync(url);
        }

        if (!CommandLine.TryRead(arguments, out var options, out var message))
        {
            await Console.Error.WriteLineAsync(message);
            return 2;
        }

        options.StopsOnSignals = true;
        await using var host = await SimulatorHost.StartAsync(options);
        await Console.Out.WriteLineAsync($"Simulator listening on {host.BaseAddress}");
        await Console.Out.WriteLineAsync($"Bedrock listening on {host.BedrockAddress}");
        await host.WaitForShutdownAsync();
        return 0;
    }
}
