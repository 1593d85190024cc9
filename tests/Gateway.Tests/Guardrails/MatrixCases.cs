using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Realtime.Configuration;
using Realtime.Configuration.Loading;
using Realtime.Guardrails;

namespace Realtime.Gateway.Tests.Guardrails;

/// <summary>
/// The matrix: every mode, engine, provider and verdict, as the product itself names them. What is left out is what the product's own check of the
/// configuration refuses, so that it can never run.
/// </summary>
internal static class MatrixCases
{
    private static readonly Uri _nowhere = new("http://127.0.0.1:1/");
    private static readonly ConcurrentDictionary<(string, GuardrailMode), string?> _refusals = [];

    /// <summary>Gets the providers, whose names are those of the fixture's models.</summary>
    public static IReadOnlyList<string> Providers { get; } = ["openai", "azure", "azure-beta", "xai", "gemini", "vertex", "nova"];

    /// <summary>Gets the modes in which any engine may run.</summary>
    public static IEnumerable<GuardrailMode> Modes => Enum.GetValues<GuardrailMode>().Where(mode => EngineSettings.Names.Any(engine => Refusal(engine, mode) is null));

    /// <summary>Gets what is judged in a mode.</summary>
    public static IEnumerable<MatrixWay> Ways(GuardrailMode mode) => mode switch
    {
        GuardrailMode.PreCall => [MatrixWay.Written],
        GuardrailMode.DuringCall => [MatrixWay.Written, MatrixWay.WrittenLate, MatrixWay.Spoken, MatrixWay.SpokenLate],
        GuardrailMode.RealtimeInputTranscription => [MatrixWay.Spoken],
        GuardrailMode.PostCall => [MatrixWay.Answered],
        GuardrailMode.LoggingOnly => [MatrixWay.Logged],
        _ => throw new InvalidOperationException($"The matrix does not know what {mode} judges."),
    };

    /// <summary>Gives the cases of a provider in a mode.</summary>
    public static IReadOnlyList<MatrixCase> Of(string provider, GuardrailMode mode, MatrixWay way) =>
    [
        .. from engine in EngineSettings.Names
           where Refusal(engine, mode) is null && (EngineSettings.CallsService(engine) || !IsLate(way))
           from verdict in Enum.GetValues<MatrixVerdict>()
           where CanSay(engine, verdict)
           select (engine, verdict) into cell
           select new MatrixCase(provider, mode, way, cell.engine, cell.verdict, GuardFixture.NextNumber()),
    ];

    /// <summary>Says whether the engine answers late. One in the process never does.</summary>
    public static bool IsLate(MatrixWay way) => way is MatrixWay.WrittenLate or MatrixWay.SpokenLate;

    /// <summary>Says why the product refuses an engine in a mode; null: it does not.</summary>
    public static string? Refusal(string engine, GuardrailMode mode) => _refusals.GetOrAdd((engine, mode), static pair =>
    {
        var lines = EngineSettings.Lines(pair.Item1, _nowhere).Prepend($"mode: {GuardrailModes.Name(pair.Item2)}").Prepend($"guardrail: {pair.Item1}");
        var yaml = "guardrails:\n  - guardrail_name: g\n    litellm_params:\n" + string.Concat(lines.Select(line => $"      {line}\n"));
        var problems = ConfigLoader.Load("config.yaml", new Dictionary<string, string>(), new OneFile(yaml), [new GuardrailConfigCheck()]).Problems;
        return problems.Count == 0 ? null : string.Join("; ", problems);
    });

    private static bool CanSay(string engine, MatrixVerdict verdict) => verdict switch
    {
        MatrixVerdict.Mask => EngineSettings.Masks(engine),
        MatrixVerdict.Block => EngineSettings.Blocks(engine),
        MatrixVerdict.DownClosed or MatrixVerdict.DownOpen => EngineSettings.CallsService(engine),
        _ => true,
    };

    private sealed class OneFile(string yaml) : IConfigFiles
    {
        public bool TryRead(string path, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? reason)
        {
            text = path == "config.yaml" ? yaml : null;
            reason = "does not exist";
            return text is not null;
        }
    }
}
