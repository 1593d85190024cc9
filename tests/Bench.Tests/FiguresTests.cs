using Realtime.Bench.Runner.Reporting;
using Realtime.Bench.Wire;

namespace Realtime.Bench.Tests;

public sealed class FiguresTests
{
    private static readonly Figures Rounds = new(
    [
        Round(1, "direct", 100), Round(1, "relay", 150), Round(1, "embedded", 160),
        Round(2, "direct", 200), Round(2, "relay", 300), Round(2, "embedded", 280),
        Round(3, "direct", 120), Round(3, "relay", 160), Round(3, "embedded", 180),
    ]);

    [Fact]
    public void Value_is_the_median_of_the_rounds() => Rounds.Value("roundtrip", "direct", "p50_us").ShouldBe(120);

    [Fact]
    public void Added_is_the_difference_to_direct_in_the_same_round() =>
        Rounds.Value("roundtrip", "relay", "added_p50_us").ShouldBe(50);

    [Fact]
    public void Ratio_is_the_median_of_the_ratios_of_each_round() =>
        Rounds.RatioToRelay("roundtrip", "embedded", "added_p50_us")!.Value.ShouldBe(1.2, 0.001);

    [Fact]
    public void Figures_that_were_not_measured_are_none()
    {
        Rounds.Value("roundtrip", "direct", "added_p50_us").ShouldBeNull();
        Rounds.Value("rate", "relay", "p50_us").ShouldBeNull();
        Rounds.RatioToRelay("roundtrip", "relay", "frames_per_s").ShouldBeNull();
    }

    [Fact]
    public void Median_of_an_even_number_is_the_mean_of_the_middle() => Figures.Median([4, 1, null, 2, 3]).ShouldBe(2.5);

    [Fact]
    public void Goal_over_its_bound_is_missed()
    {
        var goal = Goal.All.Single(g => g.Target == "embedded" && g.Metric == "added_p50_us");
        goal.IsMetBy(goal.Reached(Rounds)!.Value).ShouldBeFalse();
        goal.IsMetBy(1.15).ShouldBeTrue();
        Goal.All.Single(g => g.Target == "embedded" && g.Scenario == "rate").IsMetBy(0.84).ShouldBeFalse();
    }

    [Fact]
    public void Report_holds_a_cell_for_each_target_and_the_goals()
    {
        List<Measurement> measurements = [Round(1, "direct", 100), Round(1, "relay", 150), Round(1, "embedded", 160)];
        var report = MarkdownReport.Write(measurements, new Machine("a processor", 2, 8, "Linux", ".NET"), quick: false);
        report.ShouldContain("| added p50, µs | – | 50 | 60 (1.20×) |");
        report.ShouldContain("| embedded: added_p50_us | ≤ 1.15× | 1.20× | missed |");
    }

    private static Measurement Round(int round, string target, double p50) =>
        new(round, new RunResult("roundtrip", target, new Dictionary<string, double> { ["p50_us"] = p50 }, []));
}
