using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Realtime.Grains.Interfaces.Cluster;
using StackExchange.Redis;

namespace Realtime.Hosting.Cluster;

/// <summary>Sets up a gateway as a client of a cluster's silos.</summary>
public static class ClusterClientExtensions
{
    /// <summary>Sets up the client.</summary>
    /// <param name="client">The client.</param>
    /// <param name="redis">Redis.</param>
    /// <param name="clusterId">The cluster's name.</param>
    /// <returns>The same client.</returns>
    public static IClientBuilder UseRealtimeCluster(this IClientBuilder client, ConfigurationOptions redis, string clusterId)
    {
        client.Configure<ClusterOptions>(options =>
        {
            options.ServiceId = ClusterNames.Service;
            options.ClusterId = clusterId;
        });
        client.UseRedisClustering(options => options.ConfigurationOptions = redis);

        // One read of Redis. Until a silo that is frozen is off the list, a part of all calls, and of the answers to silos' calls, goes into it.
        client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1));
        client.Configure<ConnectionOptions>(options => options.OpenConnectionTimeout = TimeSpan.FromSeconds(1));
        client.Services.AddSingleton<IClientConnectionRetryFilter>(services =>
            ActivatorUtilities.CreateInstance<ClusterConnectionRetry>(services, redis));
        return client;
    }
}
