using Realtime.Configuration;
using Realtime.Configuration.CommandLine;
using Realtime.Configuration.Loading;
using Realtime.Simulator.Hosting;

namespace Realtime.Gateway.Demo;

/// <summary>
/// The model that a gateway without a configuration serves: the built-in simulator of a provider, in this process, so that the
/// first minute needs no provider's key.
/// </summary>
internal sealed class DemoModel : IAsyncDisposable
{
    private readonly SimulatorHost? _simulator;

    private DemoModel(SimulatorHost? simulator) => _simulator = simulator;

    /// <summary>Gets a value indicating whether it is served.</summary>
    public bool IsRunning => _simulator is not null;

    /// <summary>Starts the model where no configuration was given.</summary>
    /// <param name="options">The process's arguments.</param>
    /// <returns>The model, running or not.</returns>
    public static async Task<DemoModel> StartIfUnconfiguredAsync(ProcessOptions options) => new(
        options.ConfigPath is null ? await SimulatorHost.StartAsync(new SimulatorOptions(), CancellationToken.None).ConfigureAwait(false) : null);

    /// <summary>Adds the model to a configuration.</summary>
    /// <param name="loaded">The configuration.</param>
    /// <returns>The configuration with the model, or as it was.</returns>
    public ConfigLoadResult AddTo(ConfigLoadResult loaded) => _simulator is null
        ? loaded
        : loaded with { Config = RealtimeConfig.ForDemo(_simulator.BaseAddress, loaded.Config!.General) };

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _simulator?.DisposeAsync() ?? ValueTask.CompletedTask;
}
