using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.TestingHost;
using Realtime.Configuration.Loading;
using Realtime.Configuration.Reload;
using Realtime.Grains.Ledger;
using Realtime.Grains.Policies;
using Realtime.Grains.Policies.Keeping;
using Realtime.Grains.Telemetry;
using Realtime.Storage.Database;
using Realtime.Storage.Hosting;

namespace Realtime.Grains.Tests.Policies.Cluster;

/// <summary>Three silos that count for one another, on one database and one store, with short leases.</summary>
internal sealed class PolicyCluster : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("policies").FullName;
    private readonly ConcurrentDictionary<string, (string ETag, byte[] Bytes)> _kept = [];
    private readonly InProcessTestCluster _cluster;

    /// <summary>Initializes a new instance of the <see cref="PolicyCluster"/> class.</summary>
    /// <param name="silos">How many silos.</param>
    /// <param name="database">Their database; null: one of their own, which is there.</param>
    public PolicyCluster(short silos = 3, DatabaseTarget? database = null)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddLogging(logging => logging.ClearProviders());
            silo.Services.AddMetrics();
            silo.Services.AddSingleton(TimeProvider.System);
            silo.Services.AddSingleton(new ConfigStore(
                null, ConfigLoader.Load(null, new Dictionary<string, string>()), NullLogger<ConfigStore>.Instance));
            silo.Services.AddSingleton<RealtimeMetrics>();
            silo.Services.AddRealtimeStorage(database ?? DatabaseTarget.Sqlite(Path.Combine(_directory, "realtime.db")));
            silo.Services.AddSingleton(Times);
            silo.Services.AddSingleton(new LedgerOptions { SpoolDirectory = Path.Combine(_directory, "spool") });
            silo.Services.AddRealtimePolicies();
            silo.Services.AddKeyedSingleton<IGrainStorage>(PolicyKeeper.Storage, (services, _) => ActivatorUtilities.CreateInstance<SharedStorage>(services, _kept));
#pragma warning disable ORLEANSEXP003 // The directory that the product uses.
            silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
            silo.Configure<GrainDirectoryOptions>(options => options.RangeLeaseDuration = TimeSpan.Zero);
            silo.Configure<ClusterMembershipOptions>(options =>
            {
                options.ProbeTimeout = TimeSpan.FromMilliseconds(300);
                options.NumMissedProbesLimit = 2;
                options.NumVotesForDeathDeclaration = 1;
            });
        });
        _cluster = builder.Build();
    }

    public static PolicyTimes Times { get; } = new()
    {
        Lease = TimeSpan.FromSeconds(2),
        Renewal = TimeSpan.FromMilliseconds(500),
        Grace = TimeSpan.FromSeconds(1),
        Upkeep = TimeSpan.FromMilliseconds(300),
        Call = TimeSpan.FromSeconds(1),
    };

    public IReadOnlyList<InProcessSiloHandle> Silos => [.. _cluster.Silos];

    public RealtimeDatabase Database => Silos[0].ServiceProvider.GetRequiredService<RealtimeDatabase>();

    public async Task StartAsync() => await _cluster.DeployAsync();

    public async Task ReplaceAsync(InProcessSiloHandle silo)
    {
        await _cluster.KillSiloAsync(silo);
        await _cluster.StartAdditionalSiloAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
