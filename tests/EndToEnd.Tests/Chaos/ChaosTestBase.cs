using System.Globalization;

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
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
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

    private protected int Spread(int index)
    {
        var gateways = Cluster.Gateways.Keys.ToArray();
        return gateways[index % gateways.Length];
    }

    private protected async Task StartAsync(int silos, int gateways, int simulators) => _cluster = await ChaosCluster.StartAsync(
        silos,
        gateways,
        simulators,
        ports => "model_list:\n" + string.Concat(ports.Select(port => string.Create(CultureInfo.InvariantCulture, $"""
              - model_name: voice
                litellm_params:
                  model: openai/m
                  api_base: http://127.0.0.1:{port}
                  api_key: sk-provider
                model_info:
                  id: simulator-{port}

            """))) + $"""
            general_settings:
              master_key: {ChaosCluster.MasterKey}
              drain_timeout: 15
              overload_lag: 0
              resume_window: 15
            """);
}
