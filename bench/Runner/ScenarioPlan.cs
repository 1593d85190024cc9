namespace Realtime.Bench.Runner;

/// <summary>How large each scenario is, and how long it may take.</summary>
internal static class ScenarioPlan
{
    /// <summary>All scenarios, in their order.</summary>
    public static readonly IReadOnlyList<string> Names = ["roundtrip", "speech", "rate", "idle", "burst", "connects"];

    /// <summary>When a run is given up from outside; the load generator gives up earlier by itself.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);

    /// <summary>The load generator's options beside the target's.</summary>
    public static IReadOnlyList<string> Arguments(string scenario, bool quick)
    {
        var (warmUp, duration) = (scenario, quick) switch
        {
            ("burst" or "connects", true) => (1, 0),
            ("burst" or "connects", false) => (5, 0),
            (_, true) => (1, 2),
            (_, false) => (5, 10),
        };
        List<string> arguments =
        [
            "--scenario", scenario, "--warm-up", $"{warmUp}", "--duration", $"{duration}", "--timeout", "100",
        ];
        if (quick && scenario is ("idle" or "connects"))
        {
            arguments.AddRange(["--sessions", "200"]);
        }

        return arguments;
    }

    /// <summary>What the scenario is, for a heading.</summary>
    public static string Describe(string scenario) => scenario switch
    {
        "roundtrip" => "50 sessions × 50 frames/s × 1.7 KB",
        "speech" => "50 sessions × 25 frames/s × 40 ms of PCM16",
        "rate" => "20 sessions, 16 frames of 1.7 KB under way in each",
        "idle" => "2,000 silent sessions",
        "burst" => "100 sessions × 3 responses × 100 deltas × 8 KB",
        _ => "1,000 connects at 200/s",
    };
}
