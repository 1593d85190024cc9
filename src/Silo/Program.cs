using System.Net;
using Orleans.Configuration;
using Realtime.Configuration.CommandLine;
using Realtime.Configuration.Reload;
using Realtime.Grains.Hosting;
using Realtime.Grains.Interfaces.Cluster;
using Realtime.Grains.Ledger;
using Realtime.Grains.Telemetry;
using Realtime.Hosting.Cluster;
using Realtime.Hosting.Dashboard;
using Realtime.Hosting.Load;
using Realtime.Hosting.Logging;
using Realtime.Hosting.Memory;
using Realtime.Hosting.Start;
using Realtime.Hosting.Telemetry;
using Realtime.Storage.Database;
using Realtime.Storage.Hosting;

namespace Realtime.Silo;

/// <summary>The process that holds sessions: <c>--config FILE --cluster HOST:PORT --silo-port N --client-port N</c>.</summary>
public static class Program
{
    private const int Failure = 1;
    private const int WrongArguments = 2;
    private static readonly TimeSpan ShutdownSlack = TimeSpan.FromSeconds(15);

    /// <summary>Runs until the process is told to stop.</summary>
    /// <param name="args">The command line.</param>
    /// <returns>0 after a clean end; 1 for a configuration with problems or a data directory that cannot be written; 2 for wrong arguments.</returns>
    public static async Task<int> Main(string[] args)
    {
        var (start, exitCode) = await ProcessStart.ReadAsync("Realtime.Silo", args).ConfigureAwait(false);
        if (start is null)
        {
            return exitCode;
        }

        if (start.Options.Cluster is not { } cluster || !RedisAddress.TryParse(cluster, out var redis))
        {
            await Console.Error.WriteLineAsync("A silo needs its cluster: --cluster HOST:PORT, the address of Redis.").ConfigureAwait(false);
            return WrongArguments;
        }

        var general = start.Config.Config!.General;
        if (DatabaseChoice.Choose(general, start.Options.DataDirectory, isClustered: true, out var wrong) is not { } database)
        {
            await Console.Error.WriteLineAsync(wrong).ConfigureAwait(false);
            return Failure;
        }

        if (database.IsConfigured && LedgerDirectory.FindProblem(start.Options.DataDirectory) is { } unusable)
        {
            await Console.Error.WriteLineAsync(unusable).ConfigureAwait(false);
            return Failure;
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.AddRealtimeLogging(start.Config.Config.LiteLlm.JsonLogs);
        builder.AddRealtimeTelemetry("silo");
        builder.Services.AddRealtimeConfiguration(start.Source, start.Config);
        builder.Services.AddRealtimeStorage(database);
        builder.Services.AddRealtimeSessions(start.Options.DataDirectory);
        builder.Services.AddIdleMemoryTrim(services => services.GetRequiredService<RealtimeMetrics>().Frames);
        builder.Services.AddLoadWatch();
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<RedisWaitService>(services, redis));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = general.DrainTimeout + ShutdownSlack);

        var ports = FreePorts.Find(2);
        var siloPort = start.Options.SiloPort ?? ports[0];
        var clientPort = start.Options.ClientPort ?? ports[1];
        builder.UseOrleans(silo =>
        {
            silo.UseRealtimeCluster(redis, start.Environment.GetValueOrDefault("REALTIME_CLUSTER_ID", ClusterNames.DefaultCluster));
            silo.UsePod(start.Environment);
            silo.AddGuardedDashboard(general, byDefault: true);
            silo.Configure<EndpointOptions>(options =>
            {
                options.SiloPort = siloPort;
                options.GatewayPort = clientPort;
                options.AdvertisedIPAddress = SiloAddressChoice.Choose(start.Options.Host, redis);
                if (IPAddress.IsLoopback(options.AdvertisedIPAddress))
                {
                    options.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, siloPort);
                    options.GatewayListeningEndpoint = new IPEndPoint(IPAddress.Loopback, clientPort);
                }
            });
        });

        builder.Services.AddHostedService(services =>
        {
            var silo = services.GetRequiredService<ISiloStatusOracle>();
            Func<bool> isMember = () => silo.CurrentStatus == SiloStatus.Active;
            return ActivatorUtilities.CreateInstance<MembershipBackup>(services, redis, isMember);
        });

        // Probes and metrics; the default port belongs to gateways, so that a silo on the same machine takes a free one.
        var port = start.Options.Port == ProcessOptions.DefaultPort ? 0 : start.Options.Port;
        builder.WebHost.UseUrls($"http://{start.Options.Host ?? ListenAddress.LoopbackHost}:{port}");

        var app = builder.Build();
        app.UseMetricsGate();
        app.MapPrometheusScrapingEndpoint(RealtimeTelemetry.MetricsPath);
        app.MapSiloHealth();
        app.MapGuardedDashboard(general, byDefault: true);
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Realtime.Silo");
        SiloLog.Starting(logger, siloPort, clientPort);
        app.Lifetime.ApplicationStarted.Register(() => SiloLog.Ready(logger));
        await ProcessRun.UntilStoppedAsync(app).ConfigureAwait(false);
        return 0;
    }
}
