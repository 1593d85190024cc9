using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Realtime.Guardrails.Http;
using Realtime.Guardrails.Running;

namespace Realtime.Guardrails;

/// <summary>Registers guardrails.</summary>
public static class GuardrailServices
{
    // Long enough to keep connections warm, short enough to follow a moved address.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    /// <summary>Adds guardrails and what they share.</summary>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddRealtimeGuardrails(this IServiceCollection services)
    {
        services.AddHttpClient(EngineHttp.ClientName)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, _) =>
            {
                // A redirect would carry the user's words to an address that nobody configured.
                handler.AllowAutoRedirect = false;
                handler.PooledConnectionLifetime = ConnectionLifetime;
                handler.UseCookies = false;
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        services.TryAddSingleton<GuardrailCatalogs>();
        services.TryAddSingleton<GuardrailMetrics>();
        services.TryAddSingleton<GuardrailRunner>();
        return services;
    }
}
