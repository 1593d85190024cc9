using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Realtime.Configuration.Loading;

namespace Realtime.Configuration.Reload;

/// <summary>Registers the configuration of a process.</summary>
public static class ConfigurationServiceCollectionExtensions
{
    /// <summary>
    /// Adds a <see cref="ConfigStore"/> that holds what was read, and reloads it on SIGHUP and when its files change.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="source">Where the configuration was read from; null: it does not come from a file and is never read again.</param>
    /// <param name="initial">What was read; without problems.</param>
    /// <param name="configure">Changes how files are watched; null: as usual.</param>
    public static IServiceCollection AddRealtimeConfiguration(
        this IServiceCollection services,
        ConfigSource? source,
        ConfigLoadResult initial,
        Action<ConfigReloadOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<ConfigReloadOptions>()
            .Configure(configure ?? (_ => { }))
            .Validate(o => o.PollInterval > TimeSpan.Zero && o.Debounce >= TimeSpan.Zero, "The intervals are positive.");
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new ConfigStore(source, initial, provider.GetRequiredService<ILogger<ConfigStore>>()));
        services.AddHostedService<SighupReload>();
        services.AddHostedService<ConfigWatcher>();
        return services;
    }
}
