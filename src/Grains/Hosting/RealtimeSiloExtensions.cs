using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Persistence;
using Orleans.Serialization;
using Orleans.Storage;
using Realtime.Grains.ClientSecrets;
using Realtime.Grains.Cluster;
using Realtime.Grains.Deployments;
using Realtime.Grains.Interfaces.Cluster;
using Realtime.Grains.Interfaces.Events;
using Realtime.Grains.Interfaces.Load;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Configuration.Reload;
using Realtime.Grains.Ledger;
using Realtime.Grains.Policies;
using Realtime.Grains.Policies.Keeping;
using Realtime.Grains.Sessions;
using Realtime.Grains.Sessions.Guards;
using Realtime.Grains.Sessions.Clients;
using Realtime.Grains.Sessions.Takeover;
using Realtime.Grains.Telemetry;
using Realtime.Guardrails;
using Realtime.Providers;
using StackExchange.Redis;

namespace Realtime.Grains.Hosting;

/// <summary>Sets up a silo that holds sessions.</summary>
public static class RealtimeSiloExtensions
{
    // Orleans makes room for a million grains at the start, 18 MiB; a process has far fewer sessions.
    private const int DirectoryCacheSize = 100_000;

    /// <summary>Adds what sessions need, whichever process hosts them.</summary>
    /// <param name="services">The services.</param>
    /// <param name="dataDirectory">Where the process keeps what must survive it; null for the default.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddRealtimeSessions(this IServiceCollection services, string? dataDirectory = null)
    {
        if (dataDirectory is not null)
        {
            services.TryAddSingleton(new LedgerOptions { SpoolDirectory = LedgerDirectory.In(dataDirectory) });
        }

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ILoadGauge, UnmeasuredLoad>();
        services.TryAddSingleton<ILocalSessions, LocalSessions>();
        services.TryAddSingleton<RealtimeMetrics>();
        services.AddEventIds();
#pragma warning disable RS0030 // This is where chance is injected; a Random of its own would not be safe for the threads that share it.
        services.TryAddSingleton(_ => Random.Shared);
#pragma warning restore RS0030
        services.TryAddSingleton<UpstreamConnector>();
        services.TryAddSingleton<UpstreamOpener>();
        services.TryAddSingleton<ActiveSessions>();
        services.TryAddSingleton<Standstill>();
        services.TryAddSingleton<SessionSnapshotStore>();
        services.TryAddSingleton(provider =>
            new SentFramesBudget(provider.GetRequiredService<ConfigStore>().Current.General.ResumeBufferTotalBytes));
        services.AddDeployments();
        services.AddRealtimePolicies();
        services.AddRealtimeProviders();
        services.AddRealtimeGuardrails();
        services.TryAddSingleton<SessionGuards>();
        services.AddHostedService<SessionDrain>();
        services.AddHostedService<GatewayWatch>();
        services.AddHostedService<SentFramesTrim>();
        return services;
    }

    /// <summary>Sets up a silo that is alone in its process with its gateway: no membership table, nothing kept beyond the process.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="siloPort">A free port of the loopback address.</param>
    /// <param name="clientPort">Another one.</param>
    /// <returns>The same silo.</returns>
    public static ISiloBuilder UseRealtimeEmbedded(this ISiloBuilder silo, int siloPort, int clientPort) => silo
        .UseLocalhostClustering(siloPort, clientPort, primarySiloEndpoint: null, ClusterNames.Service, "embedded-" + siloPort)
        .Configure<GrainDirectoryOptions>(options => options.CacheSize = DirectoryCacheSize)
        .AddMemoryGrainStorage(ClientSecretGrain.Storage)
        .AddMemoryGrainStorage(DeploymentGrain.Storage)
        .AddMemoryGrainStorage(PolicyKeeper.Storage);

    /// <summary>Sets up a silo of a cluster whose membership is kept in Redis.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="redis">Redis.</param>
    /// <param name="clusterId">The cluster's name; clusters that share a Redis have different ones.</param>
    /// <returns>The same silo.</returns>
    public static ISiloBuilder UseRealtimeCluster(this ISiloBuilder silo, ConfigurationOptions redis, string clusterId)
    {
        silo.Configure<ClusterOptions>(options =>
        {
            options.ServiceId = ClusterNames.Service;
            options.ClusterId = clusterId;
        });
        silo.UseRedisClustering(options => options.ConfigurationOptions = redis);
        silo.AddRedisGrainStorage(ClientSecretGrain.Storage, options => options.ConfigurationOptions = redis);
        silo.AddRedisGrainStorage(DeploymentGrain.Storage, options =>
        {
            options.ConfigurationOptions = redis;

            // Clusters that share a Redis may have the same deployments, and must not count each other's sessions.
            options.GetStorageKey = (_, grain) => $"{ClusterNames.Service}/{clusterId}/deployments/{grain.Key}";
        });
        silo.AddRedisGrainStorage(SessionSnapshotStore.Storage, options =>
        {
            options.ConfigurationOptions = redis;
            options.EntryExpiry = SessionSnapshotStore.KeptFor;
        });
        silo.AddRedisGrainStorage(PolicyKeeper.Storage, (OptionsBuilder<RedisStorageOptions> builder) => builder.Configure<Serializer>((options, serializer) =>
        {
            options.ConfigurationOptions = redis;
            options.GetStorageKey = (_, grain) => $"{ClusterNames.Service}/{clusterId}/policies/{grain.Key}";
            options.EntryExpiry = PolicyKeeper.KeptFor;

            // As between silos. The usual JSON names the types of what it holds, and cannot read those that the compiler makes for a list.
            options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
        }));

        // The default directory deactivates sessions on healthy silos whenever any silo leaves. A lease of the ranges would delay
        // takeover by 19 s; without it two activations of one key are possible for a moment, which session ids, never used twice, rule out.
#pragma warning disable ORLEANSEXP003 // Measured against the default directory before it was chosen: see docs/architecture.md.
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        silo.Configure<GrainDirectoryOptions>(options =>
        {
            options.RangeLeaseDuration = TimeSpan.Zero;
            options.CacheSize = DirectoryCacheSize;
        });

        // A killed silo is evicted by its refused connections. One that is frozen keeps its connections: it is evicted when nothing at all, not even a late
        // answer, has come from it for as many of the longest probes as may be missed, here 5 s: processes of a machine that has far too much
        // to do were seen to stand still for 2.6 s.
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = TimeSpan.FromSeconds(1);
            options.MaxProbeTimeout = TimeSpan.FromSeconds(5d / 3);
            options.NumMissedProbesLimit = 3;
            options.NumVotesForDeathDeclaration = 2;
            options.TableRefreshTimeout = TimeSpan.FromSeconds(5);
            options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(10);
        });
        silo.Configure<ConnectionOptions>(options => options.OpenConnectionTimeout = TimeSpan.FromSeconds(1));

        // A gateway that has closed its connection to this silo, since it took it for dead for a moment, may have others. Until it is dropped here,
        // what the silo's sessions send it, and the answers to its calls, wait for that connection alone.
        silo.Configure<SiloMessagingOptions>(options => options.ClientDropTimeout = TimeSpan.FromSeconds(1));
        silo.Services.AddHostedService<EvictionWatch>();
        silo.Services.AddSingleton<SiloPortCheck>();
        silo.Services.AddSingleton<DeadSiloWatch>();
        silo.Configure<SiloConnectionOptions>(options => options.ConfigureSiloOutboundConnection(TellDeadSilos));
        return silo;
    }

    private static void TellDeadSilos(IConnectionBuilder connections) => connections.Use(next => context =>
    {
        // Not before there is a connection: what it asks needs connections itself.
        var watch = connections.ApplicationServices.GetRequiredService<DeadSiloWatch>();
        context.ConnectionClosed.Register(() => watch.ConnectionClosedAsync(context.RemoteEndPoint).Ignore());
        return next(context);
    });
}
