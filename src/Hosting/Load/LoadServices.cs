using Microsoft.Extensions.DependencyInjection;
using Realtime.Grains.Interfaces.Load;

namespace Realtime.Hosting.Load;

/// <summary>Registers the measurement of a process's load.</summary>
public static class LoadServices
{
    /// <summary>Adds it.</summary>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddLoadWatch(this IServiceCollection services)
    {
        services.AddSingleton<LoadWatch>();
        services.AddSingleton<ILoadGauge>(provider => provider.GetRequiredService<LoadWatch>());
        services.AddHostedService(provider => provider.GetRequiredService<LoadWatch>());
        return services;
    }
}
