using Realtime.Configuration;
using Realtime.Configuration.Loading;
using Realtime.Configuration.Validation;
using Realtime.Guardrails.Selection;

namespace Realtime.Guardrails;

/// <summary>
/// Holds the start and every reload to guardrails that will run: an engine that does not exist, one that lacks what it needs, a mode in which
/// nothing would ever run, a policy that names nothing.
/// </summary>
public sealed class GuardrailConfigCheck : IConfigCheck
{
    /// <inheritdoc/>
    public void Check(RealtimeConfig config, IReadOnlyDictionary<string, string> variables, Findings findings)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(findings);
        var environment = new GuardrailEnvironment(variables, NoHttp, TimeProvider.System);
        foreach (var entry in config.Guardrails)
        {
            GuardrailFactory.Create(entry, environment, findings);
            CheckModes(entry, findings);
        }

        var known = config.Guardrails.Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        PolicyReader.Read(config, findings, known);
    }

    private static HttpClient NoHttp() => throw new InvalidOperationException("An engine connects to nothing while a configuration is checked.");

    private static void CheckModes(GuardrailEntry entry, Findings findings)
    {
        foreach (var mode in entry.Modes.Concat(entry.ModesByTag.Values.SelectMany(modes => modes)).Distinct())
        {
            if (mode is GuardrailMode.PreMcpCall or GuardrailMode.DuringMcpCall)
            {
                var position = entry.Parameters.Find("mode")?.KeyPosition ?? entry.Parameters.Position;
                findings.Problem(
                    position,
                    entry.Path + ".mode",
                    $"{(mode == GuardrailMode.PreMcpCall ? "pre_mcp_call" : "during_mcp_call")} never runs here, since providers call MCP tools by themselves",
                    "take it out, and check what goes in and out with pre_call and post_call");
            }
        }
    }
}
