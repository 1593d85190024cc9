namespace Realtime.Bench.Runner.Reporting;

/// <summary>What a target has to reach.</summary>
/// <param name="Target">Whose goal it is.</param>
/// <param name="Scenario">Where it is measured.</param>
/// <param name="Metric">What is measured.</param>
/// <param name="Bound">The bound: a ratio to the relay's figure, or the figure itself.</param>
/// <param name="AtMost">Whether the bound is the highest allowed; else it is the lowest.</param>
/// <param name="IsRatio">Whether the ratio to the relay is meant.</param>
internal sealed record Goal(string Target, string Scenario, string Metric, double Bound, bool AtMost, bool IsRatio)
{
    /// <summary>All goals of the project.</summary>
    public static readonly IReadOnlyList<Goal> All =
    [
        new("embedded", "roundtrip", "added_p50_us", 1.15, AtMost: true, IsRatio: true),
        new("embedded", "roundtrip", "cpu_us_per_frame", 1.15, AtMost: true, IsRatio: true),
        new("embedded", "rate", "frames_per_s", 0.85, AtMost: false, IsRatio: true),
        new("embedded", "idle", "kib_per_session", 40, AtMost: true, IsRatio: false),
        new("cluster", "roundtrip", "added_p50_us", 2.2, AtMost: true, IsRatio: true),
        new("cluster", "roundtrip", "cpu_us_per_frame", 2.2, AtMost: true, IsRatio: true),
        new("cluster", "rate", "frames_per_s", 0.45, AtMost: false, IsRatio: true),
    ];

    /// <summary>What was reached, or null where it was not measured.</summary>
    public double? Reached(Figures figures) =>
        IsRatio ? figures.RatioToRelay(Scenario, Target, Metric) : figures.Value(Scenario, Target, Metric);

    /// <summary>Whether a figure is good enough.</summary>
    public bool IsMetBy(double reached) => AtMost ? reached <= Bound : reached >= Bound;
}
