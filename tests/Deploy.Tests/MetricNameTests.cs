using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Realtime.Grains.Telemetry;

namespace Realtime.Deploy.Tests;

/// <summary>Rules, dashboard and autoscalers ask for metrics that there are.</summary>
public sealed partial class MetricNameTests
{
    // Kestrel's own gauge and the gateway's counter; a gateway's test sees them at /metrics.
    private const string Upgraded = "kestrel_upgraded_connections";
    private const string Refusals = "realtime_gateway_refusals_total";

    // Labels look like metrics, and this file's own recordings are.
    private static readonly string[] _labels =
        ["realtime_deployment_id", "realtime_error_code", "realtime_end_cause", "realtime_outcome", "gen_ai_request_model"];

    [Theory]
    [InlineData("prometheus/rules.yaml")]
    [InlineData("prometheus/adapter.yaml")]
    [InlineData("grafana/realtime.json")]
    [InlineData("kubernetes/base/gateway-scaling.yaml")]
    [InlineData("kubernetes/overlays/cluster/silo-scaling.yaml")]
    public void Every_metric_that_is_asked_for_exists(string file)
    {
        var asked = Name().Matches(Repository.Read(file)).Select(match => match.Value).Distinct().Except(_labels).ToList();

        asked.ShouldNotBeEmpty();
        asked.ShouldBeSubsetOf(Exported());
    }

    // The names that the exporter makes: underscores, the unit, _total for counters, and a histogram's parts.
    private static HashSet<string> Exported()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var instruments = new List<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == RealtimeMetrics.Name)
                {
                    instruments.Add(instrument);
                }
            },
        };
        listener.Start();
        using var metrics = new RealtimeMetrics(services.GetRequiredService<IMeterFactory>());
        metrics.ObserveLeases(() => []);
        return [Upgraded, Refusals, .. instruments.SelectMany(Names)];
    }

    private static IEnumerable<string> Names(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : instrument.Unit == "By" ? "_bytes" : "");
        return instrument switch
        {
            Histogram<double> => [name + "_bucket", name + "_count", name + "_sum"],
            Counter<long> or ObservableCounter<long> => [name + "_total"],
            _ => [name],
        };
    }

    [GeneratedRegex(@"\b(?:realtime|gen_ai|kestrel)_[a-z0-9_]+\b", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
