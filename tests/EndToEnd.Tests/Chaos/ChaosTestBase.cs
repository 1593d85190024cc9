using System.Net.WebSockets;
using Realtime.EndToEnd.Tests.Chaos.Network;
using Realtime.EndToEnd.Tests.Cluster;

namespace Realtime.EndToEnd.Tests.Chaos;

/// <summary>
/// Sessions in conversation while their processes and their provider's connections die. Short with all other tests; in full, with the
/// figures of <c>docs/reliability.md</c>, by <c>scripts/chaos</c>.
/// </summary>
public abstract class ChaosTestBase(ITestOutputHelper output) : IAsyncDisposable
{
    private protected const int Words = 40;
    private protected static readonly TimeSpan TurnTime = TimeSpan.FromSeconds(60);

    private ChaosCluster? _cluster;

    private protected ITestOutputHelper Output { get; } = output;

    private protected ChaosCluster Cluster => _cluster!;

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Release();
        if (_cluster is null)
        {
            return;
        }

        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            Cluster.TellLogs(Output.WriteLine);
        }

        await Cluster.DisposeAsync();
    }

    /// <summary>Lets go of what the test itself holds, before the cluster ends.</summary>
    private protected virtual void Release()
    {
    }

    private protected int Spread(int index)
    {
        var gateways = Cluster.Gateways.Keys.ToArray();
        return gateways[index % gateways.Length];
    }

    /// <summary>Finds the silo that holds the most sessions: one that came up last may hold none.</summary>
    private protected async Task<(int Port, int Held)> FullestSiloAsync()
    {
        var held = await Task.WhenAll(Cluster.Silos.Keys.Select(async port => (Port: port, Held: await Cluster.SessionsOnAsync(port))));
        var fullest = held.MaxBy(silo => silo.Held);
        fullest.Held.ShouldBeGreaterThan(0, "no silo holds a session");
        return fullest;
    }

    private protected Task StartAsync(int silos, int gateways, int simulators, bool withDatabase = false) =>
        StartAsync(silos, gateways, simulators, ports => string.Concat(ports.Select(port => ChaosModels.OpenAi(port))), withDatabase: withDatabase);

    private protected async Task StartAsync(
        int silos, int gateways, int simulators, Func<int[], string> deployments, string routing = "", bool withDatabase = false, TestNetwork? network = null) =>
        _cluster = await ChaosCluster.StartAsync(
            silos, gateways, simulators, ports => ChaosModels.Config(deployments(ports), routing), withDatabase, network);

    /// <summary>Makes a key, and waits until every gateway gives a session for it.</summary>
    private protected async Task<string> MakeKeyAsync()
    {
        var key = (await Cluster.AskAsync("/key/generate", new { })).GetProperty("key").GetString()!;
        foreach (var gateway in Cluster.Gateways.Keys)
        {
            await Until.TrueAsync(
                "the gateway gives a session for the key",
                TimeSpan.FromSeconds(60),
                async () =>
                {
                    var (socket, status) = await QuietClient.OpenAsync(gateway, key: key);
                    if (socket is not null)
                    {
                        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", TestContext.Current.CancellationToken);
                    }

                    return status == 101;
                });
        }

        return key;
    }

    /// <summary>Lets clients begin to talk over all gateways, and waits until each has had some turns.</summary>
    private protected async Task<Talkers> TalkingAsync(int sessions, bool resumes, string key = ChaosCluster.MasterKey)
    {
        var talkers = new Talkers(Output);
        try
        {
            await talkers.StartAsync(sessions, Spread, resumes, Words, key: key);
            await talkers.TalkOnAsync(3, TurnTime);
            talkers.ForgetGaps();
            return talkers;
        }
        catch
        {
            await talkers.DisposeAsync();
            throw;
        }
    }
}
