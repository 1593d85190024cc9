using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Interfaces.Events;

/// <summary>Registers where the ids of the gateway's own events come from.</summary>
public static class EventIdServices
{
    /// <summary>Adds the source.</summary>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddEventIds(this IServiceCollection services)
    {
        services.TryAddSingleton<IEventIdSource>(_ => new EventIds(RandomNumberGenerator.Create()));
        return services;
    }
}
