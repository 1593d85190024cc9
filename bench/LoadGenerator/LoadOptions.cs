using Realtime.Bench.Wire;

namespace Realtime.Bench.LoadGenerator;

/// <summary>What is to be run, against whom.</summary>
internal sealed record LoadOptions
{
    /// <summary>The WebSocket to open, with its query.</summary>
    public required Uri Url { get; init; }

    /// <summary>The scenario's name.</summary>
    public required string Scenario { get; init; }

    /// <summary>What the target is called in the result.</summary>
    public required string Target { get; init; }

    /// <summary>The key that each session shows in <c>Authorization: Bearer</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The target's processes, whose CPU and memory are counted together.</summary>
    public required IReadOnlyList<int> Pids { get; init; }

    /// <summary>The benchmark's other processes (the upstream), so that strangers' CPU can be told from ours.</summary>
    public required IReadOnlyList<int> OwnPids { get; init; }

    /// <summary>Sessions, or connects.</summary>
    public required int Sessions { get; init; }

    /// <summary>Frames a second of each session, or connects a second of all.</summary>
    public required int Rate { get; init; }

    /// <summary>Bytes of a client's frame.</summary>
    public required int FrameBytes { get; init; }

    /// <summary>Frames that a session has under way at most.</summary>
    public required int Window { get; init; }

    /// <summary>Responses that each session asks for.</summary>
    public required int Responses { get; init; }

    /// <summary>Deltas that each response must have.</summary>
    public required int Deltas { get; init; }

    /// <summary>How long the load runs before anything counts; in <c>idle</c> the wait before the memory's floor is read.</summary>
    public required TimeSpan WarmUp { get; init; }

    /// <summary>How long is measured; in <c>idle</c> the wait before the memory is read.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How long frames that are still under way at the end are waited for before they count as lost.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>When the whole run is given up.</summary>
    public required TimeSpan Timeout { get; init; }

    private const int UsualFrame = 1700;

    // PCM16 at 24 kHz in Base64, and what stands around it: a piece that no provider's protocol cuts or holds back.
    private const int FrameOf40Ms = 2607;

    public static LoadOptions Parse(IReadOnlyList<string> arguments)
    {
        var line = CommandLine.Parse(
            arguments,
            "url", "scenario", "target", "key", "pids", "own-pids", "sessions", "rate", "frame-bytes", "window", "responses",
            "deltas", "warm-up", "duration", "timeout");
        var scenario = line.Required("scenario");
        var usual = Defaults(scenario);
        return new LoadOptions
        {
            Url = new Uri(line.Required("url")),
            Scenario = scenario,
            Target = line.Text("target", "target"),
            Key = line.Text("key", "sk-bench"),
            Pids = Numbers(line, "pids"),
            OwnPids = Numbers(line, "own-pids"),
            Sessions = line.Number("sessions", usual.Sessions),
            Rate = line.Number("rate", usual.Rate),
            FrameBytes = line.Number("frame-bytes", usual.FrameBytes),
            Window = line.Number("window", 16),
            Responses = line.Number("responses", 3),
            Deltas = line.Number("deltas", 100),
            WarmUp = TimeSpan.FromSeconds(line.Number("warm-up", 5)),
            Duration = TimeSpan.FromSeconds(line.Number("duration", 10)),
            Timeout = TimeSpan.FromSeconds(line.Number("timeout", 120)),
        };
    }

    private static (int Sessions, int Rate, int FrameBytes) Defaults(string scenario) => scenario switch
    {
        "roundtrip" => (50, 50, UsualFrame),
        "speech" => (50, 25, FrameOf40Ms),
        "rate" => (20, 0, UsualFrame),
        "idle" => (2000, 0, UsualFrame),
        "burst" => (100, 0, UsualFrame),
        "connects" => (1000, 200, UsualFrame),
        _ => throw new FormatException($"'{scenario}' is no scenario; known: roundtrip, speech, rate, idle, burst, connects"),
    };

    private static List<int> Numbers(CommandLine line, string name)
    {
        var pids = new List<int>();
        foreach (var word in line.Words(name, ""))
        {
            pids.Add(int.TryParse(word, out var pid) ? pid : throw new FormatException($"--{name} takes process ids, not '{word}'"));
        }

        return pids;
    }
}
