using Microsoft.AspNetCore.Server.Kestrel.Core;
using Realtime.Configuration.Reload;
using Realtime.Gateway.Admin;
using Realtime.Gateway.Admission;
using Realtime.Gateway.ClientSecrets;
using Realtime.Gateway.Demo;
using Realtime.Gateway.Deployments;
using Realtime.Gateway.Edge;
using Realtime.Gateway.Guardrails;
using Realtime.Gateway.Health;
using Realtime.Gateway.Models;
using Realtime.Gateway.Playground;
using Realtime.Gateway.Sessions;
using Realtime.Gateway.Telemetry;
using Realtime.Grains.Hosting;
using Realtime.Grains.Interfaces.Cluster;
using Realtime.Hosting.Cluster;
using Realtime.Hosting.Dashboard;
using Realtime.Hosting.Load;
using Realtime.Hosting.Logging;
using Realtime.Hosting.Memory;
using Realtime.Hosting.Start;
using Realtime.Hosting.Telemetry;
using Realtime.Grains.Interfaces.Events;
using Realtime.Storage.Database;
using Realtime.Storage.Hosting;

namespace Realtime.Gateway.Hosting;

/// <summary>Puts the gateway process together.</summary>
internal static class GatewayHost
{
    private static readonly TimeSpan ShutdownSlack = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Builds the process.</summary>
    /// <param name="start">Its arguments and configuration.</param>
    /// <param name="host">The host to listen on.</param>
    /// <param name="demo">The demo model; serves nothing when models are configured.</param>
    /// <returns>The application; null when the cluster's address cannot be read.</returns>
    public static WebApplication? Build(ProcessStart start, string host, DemoModel demo)
    {
        var config = demo.AddTo(start.Config);
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddRealtimeLogging(config.Config!.LiteLlm.JsonLogs);
        builder.AddRealtimeTelemetry("gateway");
        builder.Services.AddRealtimeConfiguration(start.Source, config);
        builder.Services.AddLoadWatch();
        AddGateway(builder.Services);
        var database = DatabaseChoice.Choose(config.Config.General, start.Options.DataDirectory, start.Options.Cluster is not null, out var problem);
        builder.Services.AddRealtimeStorage(database ?? throw new InvalidOperationException(problem));
        builder.Services.Configure<HostOptions>(options =>
        {
            options.ShutdownTimeout = config.Config.General.DrainTimeout + ShutdownSlack;

            // Liveness answers while the cluster is still being waited for.
            options.ServicesStartConcurrently = true;
        });

        if (start.Options.Cluster is { } cluster)
        {
            if (!RedisAddress.TryParse(cluster, out var redis))
            {
                return null;
            }

            builder.Services.AddSingleton<ISessionConnector, RemoteSessionConnector>();
            builder.UseOrleansClient(client => client
                .UseRealtimeCluster(redis, start.Environment.GetValueOrDefault("REALTIME_CLUSTER_ID", ClusterNames.DefaultCluster))
                .AddGatewayCountChangedHandler(services => (_, change) =>
                {
                    if (change.NumberOfConnectedGateways < change.PreviousNumberOfConnectedGateways)
                    {
                        services.GetRequiredService<SiloLosses>().Report();
                    }
                }));
        }
        else
        {
            var ports = FreePorts.Find(2);
            builder.Services.AddRealtimeSessions(start.Options.DataDirectory);
            builder.Services.AddSingleton<ISessionConnector, LocalSessionConnector>();
            builder.UseOrleans(silo => silo
                .UseRealtimeEmbedded(start.Options.SiloPort ?? ports[0], start.Options.ClientPort ?? ports[1])
                .AddGuardedDashboard(config.Config.General, byDefault: false));
        }

        // Last, since services are told to stop in reverse order: no session is taken any more before any part begins to end its own.
        builder.Services.AddHostedService(services => services.GetRequiredService<GatewayDrain>());
        builder.WebHost.ConfigureKestrel(ConfigureKestrel);
        builder.WebHost.UseUrls($"http://{host}:{start.Options.Port}");
        var app = builder.Build();
        Map(app);
        if (start.Options.Cluster is null)
        {
            app.MapGuardedDashboard(config.Config.General, byDefault: false);
        }

        app.Lifetime.ApplicationStarted.Register(() => GatewayLog.Started(
            app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Realtime.Gateway"), app.Urls, config.Config, demo.IsRunning));
        return app;
    }

    private static void AddGateway(IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddEventIds();
        services.AddSingleton<GatewayIdentity>();
        services.AddSingleton<OpenClients>();
        services.AddSingleton<GatewayDrain>();
        services.AddSingleton<SiloLosses>();
        services.AddSingleton<SiloBalance>();
        services.AddSingleton<KeyGate>();
        services.AddSingleton<DeploymentReader>();
        services.AddSingleton<GatewayMetrics>();
        services.AddAdmin();
        services.AddSingleton<RealtimeEndpoint>();
        services.AddSingleton<ClientSecretMint>();
        services.AddSingleton<ClusterWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<ClusterWatch>());
        services.AddSingleton<ClientTraffic>();
        services.AddIdleMemoryTrim(provider => provider.GetRequiredService<ClientTraffic>().Flushes);
    }

    private static void ConfigureKestrel(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.RequestHeadersTimeout = HandshakeTimeout;

        // Every open session is an upgraded connection; how many there may be is max_sessions' matter.
        options.Limits.MaxConcurrentUpgradedConnections = null;
    }

    private static void Map(WebApplication app)
    {
        app.UseAddressGate();
        app.UseMetricsGate();
        app.MapRealtime();
        app.MapClientSecrets();
        app.MapModels();
        app.MapGuardrails();
        app.MapHealth();
        app.MapDrain();
        app.MapDeployments();
        app.MapAdmin();
        app.MapPrometheusScrapingEndpoint(RealtimeTelemetry.MetricsPath);
        app.MapPlayground();
    }
}
