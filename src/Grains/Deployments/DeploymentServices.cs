using Microsoft.Extensions.DependencyInjection;
using Realtime.Grains.Deployments.Leases;
using Realtime.Grains.Deployments.Routing;
using Realtime.Grains.Deployments.Warm;

namespace Realtime.Grains.Deployments;

/// <summary>Registers the choice of deployments.</summary>
internal static class DeploymentServices
{
    /// <summary>Adds it.</summary>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddDeployments(this IServiceCollection services)
    {
        services.AddSingleton<DeploymentBoard>();
        services.AddSingleton<DeploymentCalls>();
        services.AddSingleton<CandidateOrder>();
        services.AddSingleton<DeploymentProber>();
        services.AddSingleton<LeaseKeeper>();
        services.AddSingleton<WarmPool>();
        services.AddSingleton<LeaseDesk>();
        services.AddHostedService(provider => provider.GetRequiredService<LeaseKeeper>());
        services.AddHostedService(provider => provider.GetRequiredService<WarmPool>());
        services.AddHostedService<BackgroundProbes>();
        return services;
    }
}
