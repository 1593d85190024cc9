namespace Realtime.Bench.Runner.Reporting;

/// <summary>
/// Medians over the rounds. Differences to <c>direct</c> and ratios to <c>relay</c> are taken within each round, where the
/// machine was the same, and their median after.
/// </summary>
internal sealed class Figures(IReadOnlyList<Measurement> measurements)
{
    private const string Added = "added_";

    /// <summary>Scenarios in the order in which they ran.</summary>
    public IReadOnlyList<string> Scenarios { get; } = [.. measurements.Select(m => m.Result.Scenario).Distinct()];

    /// <summary>Targets in the order in which they ran.</summary>
    public IReadOnlyList<string> Targets { get; } = [.. measurements.Select(m => m.Result.Target).Distinct()];

    /// <summary>The median of a figure, or null where there is none. <c>added_X</c> is X less that of direct.</summary>
    public double? Value(string scenario, string target, string metric) =>
        Median(Rounds(scenario, target).Select(round => InRound(round, scenario, target, metric)));

    /// <summary>The median of a figure's ratio to the plain relay's, or null where there is none.</summary>
    public double? RatioToRelay(string scenario, string target, string metric) =>
        Median(Rounds(scenario, target).Select(round =>
        {
            var mine = InRound(round, scenario, target, metric);
            var relay = InRound(round, scenario, "relay", metric);
            return relay > 0 ? mine / relay : null;
        }));

    /// <summary>The middle one, or the mean of the two in the middle; null when there is none.</summary>
    public static double? Median(IEnumerable<double?> values)
    {
        var sorted = values.OfType<double>().Order().ToList();
        return sorted.Count == 0 ? null : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private IEnumerable<int> Rounds(string scenario, string target) =>
        measurements.Where(m => m.Result.Scenario == scenario && m.Result.Target == target).Select(m => m.Round);

    private double? InRound(int round, string scenario, string target, string metric)
    {
        if (!metric.StartsWith(Added, StringComparison.Ordinal))
        {
            var metrics = measurements
                .FirstOrDefault(m => m.Round == round && m.Result.Scenario == scenario && m.Result.Target == target)?.Result.Metrics;
            return metrics is not null && metrics.TryGetValue(metric, out var value) ? value : null;
        }

        return target == "direct"
            ? null
            : InRound(round, scenario, target, metric[Added.Length..]) - InRound(round, scenario, "direct", metric[Added.Length..]);
    }
}
