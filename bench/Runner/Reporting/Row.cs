using System.Globalization;

namespace Realtime.Bench.Runner.Reporting;

/// <summary>A line of a scenario's table.</summary>
/// <param name="Title">What stands at its beginning.</param>
/// <param name="Metric">The figure's name.</param>
/// <param name="Format">How a figure is shown.</param>
/// <param name="Scale">What a figure is multiplied with before it is shown.</param>
/// <param name="WithRatio">Whether the ratio to the relay stands behind it.</param>
internal sealed record Row(string Title, string Metric, string Format, double Scale = 1, bool WithRatio = true)
{
    /// <summary>The lines of a scenario.</summary>
    public static IReadOnlyList<Row> Of(string scenario) => scenario switch
    {
        "roundtrip" or "speech" =>
        [
            new("round trip p50, µs", "p50_us", "N0", WithRatio: false),
            new("round trip p99, µs", "p99_us", "N0", WithRatio: false),
            new("round trip max, ms", "max_us", "N1", 0.001, WithRatio: false),
            new("added p50, µs", "added_p50_us", "N0"),
            new("added p99, µs", "added_p99_us", "N0"),
            new("p99 from the scheduled time, µs", "scheduled_p99_us", "N0", WithRatio: false),
            new("CPU per frame, µs", "cpu_us_per_frame", "N1"),
            Strangers,
        ],
        "rate" =>
        [
            new("echoes/s", "frames_per_s", "N0"),
            new("round trip p50, ms", "p50_us", "N1", 0.001, WithRatio: false),
            new("CPU per frame, µs", "cpu_us_per_frame", "N1"),
            Strangers,
        ],
        "idle" =>
        [
            new("resident per session, KiB", "kib_per_session", "N1"),
            new("floor, MiB", "floor_kib", "N0", 1 / 1024.0, WithRatio: false),
        ],
        "burst" =>
        [
            new("time to first delta p50, ms", "first_delta_p50_us", "N1", 0.001),
            new("time to first delta p99, ms", "first_delta_p99_us", "N1", 0.001),
            new("throughput, MiB/s", "mib_per_s", "N0"),
            new("CPU per frame, µs", "cpu_us_per_frame", "N1"),
            Strangers,
        ],
        _ =>
        [
            new("connect p50, ms", "connect_p50_us", "N2", 0.001),
            new("connect p99, ms", "connect_p99_us", "N1", 0.001),
            new("CPU per connect, µs", "cpu_us_per_connect", "N0"),
            new("failures", "failures", "N0", WithRatio: false),
            Strangers,
        ],
    };

    private static Row Strangers { get; } = new("other programs' CPU, %", "strangers_cpu_percent", "N0", WithRatio: false);

    /// <summary>The cell of a target.</summary>
    public string Cell(Figures figures, string scenario, string target)
    {
        if (figures.Value(scenario, target, Metric) is not { } value)
        {
            return "–";
        }

        var shown = (value * Scale).ToString(Format, CultureInfo.InvariantCulture);
        return WithRatio && target is not ("direct" or "relay") && figures.RatioToRelay(scenario, target, Metric) is { } ratio
            ? string.Create(CultureInfo.InvariantCulture, $"{shown} ({ratio:N2}×)")
            : shown;
    }
}
