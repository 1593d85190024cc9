using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using Realtime.Configuration;
using Realtime.Configuration.Models;
using Realtime.Configuration.Prices;
using Realtime.Grains.Interfaces.Policies;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Ledger;
using Realtime.Grains.Metering;
using Realtime.Grains.Policies.Sessions;
using Realtime.Protocol.Translation;
using Realtime.Storage.Audit;
using Realtime.Storage.Ledger;
using Realtime.Storage.Model;

namespace Realtime.Grains.Tests.Policies.Cluster;

/// <summary>
/// Sessions come and go on three silos, of which one after another is killed: never are there more than the limit, no place outlives its
/// lease, and what was spent is the sum of the ledger and what was served. Within one process and with short leases; scripts/policy-runs does it
/// with processes.
/// </summary>
public sealed class ExactnessTests
{
    private const int Limit = 6;
    private const decimal Price = 0.01m;

    // For what takes a moment on an idle machine.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly ModelGroup Group = new()
    {
        Name = "voice",
        GroupName = "voice",
        Deployments = [new Deployment { Id = "d", ModelName = "voice", Provider = "openai", ProviderModel = "voice" }],
    };

    [Fact]
    public async Task Limits_leases_and_money_are_exact_through_kills()
    {
        var runs = int.Parse(Environment.GetEnvironmentVariable("POLICY_RUNS") ?? "1", CultureInfo.InvariantCulture);
        var seed = int.Parse(Environment.GetEnvironmentVariable("POLICY_SEED") ?? "1", CultureInfo.InvariantCulture);
        await using var cluster = new PolicyCluster();
        await cluster.StartAsync();
        for (var run = 0; run < runs; run++)
        {
            await RunAsync(cluster, new Random(seed + run), "k" + run);
        }
    }

    private static async Task RunAsync(PolicyCluster cluster, Random random, string hash)
    {
        await cluster.Database.ChangeAsync(
            new AuditActor("tests", "", TimeProvider.System.GetUtcNow()),
            context => Task.FromResult(context.Keys.Add(new KeyRow { Hash = hash, Settings = new PolicySettings { MaxParallelRequests = Limit, MaxBudget = 1000 } })),
            CancellationToken.None);
        var run = new Run(hash);
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 18).Select(number => ClientAsync(cluster, run, new Random(random.Next()), stop.Token)).ToArray();
        for (var kill = 0; kill < 2; kill++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(300, 1200)), TimeProvider.System);
            var silo = cluster.Silos[random.Next(cluster.Silos.Count)];
            run.Killed(silo);
            await cluster.ReplaceAsync(silo);
        }

        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(300, 800)), TimeProvider.System);
        await stop.CancelAsync();
        await Task.WhenAll(clients);
        run.Most.ShouldBeLessThanOrEqualTo(Limit);
        run.Admitted.ShouldBeGreaterThan(Limit);

        // All sessions are over: every place is free within the life of a lease.
        var start = TimeProvider.System.GetTimestamp();
        var taken = new List<SessionPolicy>();
        while (taken.Count < Limit)
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(PolicyCluster.Times.Lease + PolicyCluster.Times.Grace + Patience);
            if (await AdmitAsync(cluster.Silos[0], hash) is { } policy)
            {
                taken.Add(policy);
            }
        }

        (await AdmitAsync(cluster.Silos[0], hash)).ShouldBeNull();
        await Task.WhenAll(taken.Select(policy => policy.ReleaseAsync(false)));
        await MoneyAsync(cluster, hash, run.Served);
    }

    private static async Task MoneyAsync(PolicyCluster cluster, string hash, int served)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var (rows, spend) = await cluster.Database.ReadAsync(
                context => Task.FromResult((
                    context.Ledger.Where(row => row.ApiKey == hash).ToList(),
                    context.Spend.Where(row => row.Scope == PolicyScopes.Key(hash)).ToList().Sum(row => row.Spend))),
                CancellationToken.None);
            if (rows.Count == served)
            {
                spend.ShouldBe(served * Price);
                rows.Sum(row => row.Spend).ShouldBe(spend);
                return;
            }

            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(Patience, $"{rows.Count} rows of {served}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    private static async Task ClientAsync(PolicyCluster cluster, Run run, Random random, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var silos = cluster.Silos;
            var silo = silos[random.Next(silos.Count)];
            SessionPolicy? policy = null;
            try
            {
                policy = await AdmitAsync(silo, run.Hash);
            }
            catch (Exception exception) when (exception is OrleansException or ObjectDisposedException or TimeoutException or OperationCanceledException or InvalidOperationException)
            {
                // The silo was killed meanwhile; a lease that it took runs out.
            }

            if (policy is null || !run.Open(silo, policy))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(5, 30)), TimeProvider.System, CancellationToken.None);
                continue;
            }

            var turns = random.Next(1, 4);
            for (var turn = 0; turn < turns && run.IsOpen(policy); turn++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(5, 60)), TimeProvider.System, CancellationToken.None);
                Serve(silo, run, policy, turn);
            }

            if (run.Close(policy))
            {
                await policy.ReleaseAsync(neverStarted: false);
            }
        }
    }

    private static void Serve(InProcessSiloHandle silo, Run run, SessionPolicy policy, int turn)
    {
        if (!run.TryServe(silo))
        {
            return;
        }

        var now = TimeProvider.System.GetUtcNow();
        var rows = new UsageRows(policy, "voice");
        var row = rows.Make("r" + turn, LedgerKind.Response, Group.Deployments[0], "voice", ModelUsage.None, new Cost(Price, false), now, now);
        var (debits, _) = rows.Debits(Group.Deployments[0], RealtimeConfig.Empty);
        silo.ServiceProvider.GetRequiredService<UsageJournal>().Write(new LedgerEntry(row, debits), UsageContent.None);
        _ = policy.BookAsync(new UsageBooking { Id = row.RequestId, Models = policy.Models, Cost = Price, At = now }, [], own: null);
    }

    private static async Task<SessionPolicy?> AdmitAsync(InProcessSiloHandle silo, string hash)
    {
        var policies = silo.ServiceProvider.GetRequiredService<SessionPolicies>();
        var request = new SessionOpenRequest
        {
            Model = "voice",
            ClientDialect = Dialect.Ga,
            Principal = new SessionPrincipal { KeyHash = hash, Scopes = [PolicyScopes.Key(hash)] },
        };
        return (await policies.AdmitAsync(SessionIds.Create(), request, Group, CancellationToken.None)).Policy;
    }

    private sealed class Run(string hash)
    {
        private readonly Lock _gate = new();
        private readonly HashSet<SessionPolicy> _open = [];
        private readonly Dictionary<SessionPolicy, InProcessSiloHandle> _where = [];
        private readonly HashSet<InProcessSiloHandle> _killed = [];

        public string Hash => hash;

        public int Most { get; private set; }

        public int Admitted { get; private set; }

        public int Served { get; private set; }

        public bool Open(InProcessSiloHandle silo, SessionPolicy policy)
        {
            lock (_gate)
            {
                if (_killed.Contains(silo))
                {
                    return false;
                }

                _open.Add(policy);
                _where[policy] = silo;
                Admitted++;
                Most = Math.Max(Most, _open.Count);
            }

            policy.Listen((_, _) => Close(policy));
            return true;
        }

        public bool IsOpen(SessionPolicy policy)
        {
            lock (_gate)
            {
                return _open.Contains(policy);
            }
        }

        public bool Close(SessionPolicy policy)
        {
            lock (_gate)
            {
                return _open.Remove(policy);
            }
        }

        public bool TryServe(InProcessSiloHandle silo)
        {
            lock (_gate)
            {
                if (_killed.Contains(silo))
                {
                    return false;
                }

                Served++;
                return true;
            }
        }

        public void Killed(InProcessSiloHandle silo)
        {
            lock (_gate)
            {
                // Its sessions die with it, and with it what its last moments brought: nothing is served there any more.
                _killed.Add(silo);
                _open.RemoveWhere(policy => _where[policy] == silo);
            }
        }
    }
}
