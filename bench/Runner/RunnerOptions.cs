using Realtime.Bench.Wire;

namespace Realtime.Bench.Runner;

/// <summary>What is to be compared.</summary>
internal sealed record RunnerOptions
{
    /// <summary>The repository's root, where the built programs lie under <c>artifacts/</c>.</summary>
    public required string Root { get; init; }

    /// <summary>Targets by name, in the order in which each round runs them.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Scenarios by name.</summary>
    public required IReadOnlyList<string> Scenarios { get; init; }

    /// <summary>How often each target is measured.</summary>
    public required int Rounds { get; init; }

    /// <summary>Short and small: shows that everything runs, and measures nothing worth a table.</summary>
    public required bool Quick { get; init; }

    /// <summary>
    /// The share of the machine, in percent, that other programs may take: a run waits until they take less and is repeated
    /// when they took more. 0: whatever they take.
    /// </summary>
    public required int Quiet { get; init; }

    /// <summary>Whether the relay takes the gateway's runtime settings instead of those it was built with.</summary>
    public required bool RelayAsGateway { get; init; }

    /// <summary>Environment variables for the measured processes, the relay among them.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public static RunnerOptions Parse(IReadOnlyList<string> arguments)
    {
        var line = CommandLine.Parse(
            arguments, "root", "targets", "scenarios", "rounds", "quick", "relay-as-gateway", "env", "quiet");
        var quick = line.Has("quick");
        return new RunnerOptions
        {
            Root = Path.GetFullPath(line.Required("root")),
            Targets = line.Words("targets", "direct,relay,nginx,embedded,cluster,gemini,bedrock"),
            Scenarios = Known(line.Words("scenarios", string.Join(',', ScenarioPlan.Names))),
            Rounds = Math.Max(1, line.Number("rounds", quick ? 1 : 3)),
            Quick = quick,
            Quiet = line.Number("quiet", quick ? 0 : 15),
            RelayAsGateway = line.Has("relay-as-gateway"),
            Environment = line.Words("env", "")
                .Select(pair => pair.Split('=', 2))
                .ToDictionary(pair => pair[0], pair => pair.Length == 2 ? pair[1] : throw new FormatException("--env takes NAME=VALUE,...")),
        };
    }

    private static IReadOnlyList<string> Known(IReadOnlyList<string> names)
    {
        var unknown = names.FirstOrDefault(n => !ScenarioPlan.Names.Contains(n));
        return unknown is null
            ? names
            : throw new FormatException($"'{unknown}' is no scenario; known: {string.Join(", ", ScenarioPlan.Names)}");
    }
}
