using Realtime.Configuration;
using Realtime.Configuration.Loading;

namespace Realtime.Guardrails.AzureContentSafety;

/// <summary><c>azure/text_moderations</c>: how severe a text is in Azure's four categories of harm.</summary>
internal sealed class TextModerationFactory : IGuardrailEngineFactory
{
    private static readonly string[] _allCategories = ["Hate", "Sexual", "SelfHarm", "Violence"];

    /// <inheritdoc/>
    public string Name => "azure/text_moderations";

    /// <inheritdoc/>
    public IGuardrailEngine? Create(GuardrailEntry entry, SectionReader parameters, GuardrailEnvironment environment)
    {
        var service = ContentSafetyService.Read(parameters, environment, "text:analyze");
        var categories = parameters.Texts("categories");
        foreach (var category in categories.Except(_allCategories, StringComparer.Ordinal))
        {
            parameters.Problem("categories", $"'{category}' is no category", $"write some of {string.Join(", ", _allCategories)}");
        }

        var byCategory = new Dictionary<string, int>(StringComparer.Ordinal);
        if (parameters.Section("severity_threshold_by_category") is { } thresholds)
        {
            foreach (var category in _allCategories)
            {
                if (thresholds.Integer(category, 0, 7) is { } threshold)
                {
                    byCategory[category] = threshold;
                }
            }

            thresholds.Finish(SectionKeys.None);
        }

        var options = new TextModerationOptions(
            categories.Count > 0 ? categories : _allCategories,
            byCategory,
            parameters.Integer("severity_threshold", 0, 7) ?? 2,
            parameters.Texts("blocklistNames"),
            parameters.Flag("haltOnBlocklistHit") ?? false,
            parameters.Choice("outputType", "FourSeverityLevels", "EightSeverityLevels") ?? "FourSeverityLevels");
        return service is null ? null : new TextModerationEngine(service, options);
    }
}
