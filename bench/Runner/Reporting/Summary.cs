using System.Globalization;
using Realtime.Bench.Wire;

namespace Realtime.Bench.Runner.Reporting;

/// <summary>A run in one line, while the benchmark goes on.</summary>
internal static class Summary
{
    public static string Of(RunResult result) =>
        string.Join(", ", Row.Of(result.Scenario)
            .Where(row => result.Metrics.ContainsKey(row.Metric))
            .Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Metric} {result.Metrics[row.Metric]:N1}")))
        + string.Concat(result.Problems.Select(p => $"\n  PROBLEM {p}"));
}
