using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Realtime.Bench.Wire;
using Realtime.Configuration.Loading;
using Realtime.Configuration.Reload;
using Realtime.Grains.Hosting;
using Realtime.Hosting.Cluster;
using Realtime.Storage.Database;
using Realtime.Storage.Hosting;

namespace Realtime.Bench.Policies.Admissions;

/// <summary>
/// One silo as a process: alone, as in an embedded gateway, or one of a cluster on Redis. It says "ready", does what the lines of its input say
/// (<c>flood SECONDS TASKS</c>, <c>pace SECONDS PER_SECOND</c>), and answers each with the times of its admissions.
/// </summary>
internal static class AdmissionSilo
{
    public static async Task<int> RunAsync(CommandLine line)
    {
        var directory = Directory.CreateTempSubdirectory("realtime-bench-silo-");
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddRealtimeConfiguration(null, ConfigLoader.Load(null, new Dictionary<string, string>()));
        builder.Services.AddRealtimeStorage(DatabaseTarget.Sqlite(line.Required("database")));
        builder.Services.AddRealtimeSessions(directory.FullName);
        var ports = FreePorts.Find(2);
        builder.UseOrleans(silo =>
        {
            if (!line.Has("redis"))
            {
                silo.UseRealtimeEmbedded(ports[0], ports[1]);
                return;
            }

            _ = RedisAddress.TryParse(line.Required("redis"), out var redis);
            silo.UseRealtimeCluster(redis, "bench");
            silo.Configure<EndpointOptions>(options =>
            {
                (options.SiloPort, options.GatewayPort, options.AdvertisedIPAddress) = (ports[0], ports[1], IPAddress.Loopback);
                options.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, ports[0]);
                options.GatewayListeningEndpoint = new IPEndPoint(IPAddress.Loopback, ports[1]);
            });
        });
        using var host = builder.Build();
        await host.StartAsync();
        var load = new AdmissionLoad(host.Services, line.Has("limited"), line.Number("index", 0));
        await Console.Out.WriteLineAsync("ready");
        while (await Console.In.ReadLineAsync() is { } order)
        {
            var words = order.Split(' ');
            var (time, number) = (TimeSpan.FromSeconds(int.Parse(words[1])), int.Parse(words[2]));
            var samples = words[0] == "flood" ? await load.FloodAsync(time, number) : await load.PaceAsync(time, number);
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(samples.Select(sample => Math.Round(sample, 1))));
        }

        await host.StopAsync();
        directory.Delete(recursive: true);
        return 0;
    }
}
