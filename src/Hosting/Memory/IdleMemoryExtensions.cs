using Microsoft.Extensions.DependencyInjection;

namespace Realtime.Hosting.Memory;

/// <summary>Registers the giving back of memory.</summary>
public static class IdleMemoryExtensions
{
    /// <summary>Gives memory back whenever the process falls silent.</summary>
    /// <param name="services">The services.</param>
    /// <param name="messages">Counts the messages that passed: the count stands still when nothing is being said.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddIdleMemoryTrim(this IServiceCollection services, Func<IServiceProvider, long> messages) =>
        services.AddHostedService(provider => new IdleMemoryTrim(() => messages(provider), provider.GetRequiredService<TimeProvider>()));
}
