using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Configuration;
using Realtime.Configuration.Loading;
using Realtime.Guardrails.Http;

namespace Realtime.Guardrails.Presidio;

/// <summary><c>presidio</c>: Microsoft Presidio's analyzer and anonymizer.</summary>
internal sealed class PresidioFactory : IGuardrailEngineFactory
{
    /// <inheritdoc/>
    public string Name => "presidio";

    /// <inheritdoc/>
    public IGuardrailEngine? Create(GuardrailEntry entry, SectionReader parameters, GuardrailEnvironment environment)
    {
        var analyzer = environment.Address(parameters, "presidio_analyzer_api_base", "PRESIDIO_ANALYZER_API_BASE", usual: null);
        var anonymizer = environment.Address(parameters, "presidio_anonymizer_api_base", "PRESIDIO_ANONYMIZER_API_BASE", usual: null);
        var options = new PresidioOptions
        {
            GuardrailName = entry.Name,
            Language = parameters.Text("presidio_language") ?? "en",
            Blocked = Entities(parameters, out var asked),
            Asked = asked,
            Thresholds = Thresholds(parameters),
            Denied = parameters.Texts("presidio_entities_deny_list").ToHashSet(StringComparer.Ordinal),
            Scope = parameters.Choice("presidio_filter_scope", "input", "output", "both") ?? parameters.Choice("presidio_run_on", "input", "output", "both") ?? "both",
            Recognizers = Recognizers(parameters),
        };
        _ = parameters.Choice("presidio_run_on", "input", "output", "both");
        if (parameters.Flag("output_parse_pii") == true)
        {
            parameters.Warning("output_parse_pii", "has no effect: what was masked stays masked, since a spoken answer cannot be put back", "take it out");
        }

        return analyzer is null || anonymizer is null
            ? null
            : new PresidioEngine(new EngineHttp(environment), EngineHttp.Join(analyzer, "analyze"), EngineHttp.Join(anonymizer, "anonymize"), options);
    }

    private static HashSet<string> Entities(SectionReader parameters, out string[] asked)
    {
        var blocked = new HashSet<string>(StringComparer.Ordinal);
        asked = [];
        if (parameters.Section("pii_entities_config") is { } section)
        {
            asked = [.. section.Map.Entries.Select(e => e.Key)];
            blocked = asked.Where(entity => section.Choice(entity, "MASK", "BLOCK") == "BLOCK").ToHashSet(StringComparer.Ordinal);
        }

        return blocked;
    }

    private static Dictionary<string, double> Thresholds(SectionReader parameters)
    {
        var thresholds = new Dictionary<string, double>(StringComparer.Ordinal);
        if (parameters.Section("presidio_score_thresholds") is { } section)
        {
            foreach (var entry in section.Map.Entries)
            {
                if (section.Number(entry.Key, 0, 1) is { } threshold)
                {
                    thresholds[entry.Key] = (double)threshold;
                }
            }
        }

        return thresholds;
    }

    private static JsonArray? Recognizers(SectionReader parameters)
    {
        if (parameters.ExistingFile("presidio_ad_hoc_recognizers") is not { } path)
        {
            return null;
        }

        try
        {
            if (JsonNode.Parse(File.ReadAllText(path)) is JsonArray recognizers)
            {
                return recognizers;
            }
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            parameters.Problem("presidio_ad_hoc_recognizers", "the file cannot be read as JSON", "let it hold a JSON list of recognizers");
            return null;
        }

        parameters.Problem("presidio_ad_hoc_recognizers", "the file holds no JSON list", "let it hold a JSON list of recognizers");
        return null;
    }
}
