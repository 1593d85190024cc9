using System.Globalization;
using System.Text;

namespace Realtime.Bench.Runner.Reporting;

/// <summary>The tables as they stand in the documentation.</summary>
internal static class MarkdownReport
{
    public static string Write(IReadOnlyList<Measurement> measurements, Machine machine, bool quick)
    {
        var figures = new Figures(measurements);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{machine.Describe()}; {Rounds(measurements.Max(m => m.Round))}.").AppendLine();
        if (quick)
        {
            text.AppendLine("A quick run: shorter and smaller than the headings say. It shows that everything works and measures nothing.").AppendLine();
        }

        foreach (var scenario in figures.Scenarios)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"### {scenario}: {ScenarioPlan.Describe(scenario)}").AppendLine();
            text.AppendLine(CultureInfo.InvariantCulture, $"| | {string.Join(" | ", figures.Targets)} |");
            text.AppendLine(CultureInfo.InvariantCulture, $"|---|{string.Concat(figures.Targets.Select(_ => "---:|"))}");
            foreach (var row in Row.Of(scenario))
            {
                var cells = figures.Targets.Select(t => row.Cell(figures, scenario, t));
                text.AppendLine(CultureInfo.InvariantCulture, $"| {row.Title} | {string.Join(" | ", cells)} |");
            }

            text.AppendLine();
        }

        WriteGoals(text, figures);
        WriteProblems(text, measurements);
        return text.ToString();
    }

    private static string Rounds(int rounds) => rounds == 1 ? "one round" : $"medians of {rounds} rounds";

    private static void WriteGoals(StringBuilder text, Figures figures)
    {
        var reached = Goal.All.Select(g => (Goal: g, Reached: g.Reached(figures))).Where(g => g.Reached is not null).ToList();
        if (reached.Count == 0)
        {
            return;
        }

        text.AppendLine("| goal | bound | reached | |").AppendLine("|---|---:|---:|---|");
        foreach (var (goal, value) in reached)
        {
            var unit = goal.IsRatio ? "×" : "";
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {goal.Target}: {goal.Metric} | {(goal.AtMost ? "≤" : "≥")} {goal.Bound:0.##}{unit} | {value:0.00}{unit} | {(goal.IsMetBy(value!.Value) ? "met" : "missed")} |");
        }

        text.AppendLine();
    }

    private static void WriteProblems(StringBuilder text, IReadOnlyList<Measurement> measurements)
    {
        var problems = measurements.SelectMany(m => m.Result.Problems.Select(p => $"- {m.Result.Scenario} {m.Round} {m.Result.Target}: {p}")).ToList();
        text.AppendLine(problems.Count == 0 ? "Nothing was lost, doubled or out of order, and no connect failed, in any run." : "Problems:");
        problems.ForEach(p => text.AppendLine(p));
    }
}
