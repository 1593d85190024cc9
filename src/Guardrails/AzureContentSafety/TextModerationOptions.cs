namespace Realtime.Guardrails.AzureContentSafety;

/// <summary>What <c>azure/text_moderations</c> blocks.</summary>
/// <param name="Categories">The categories that are looked at.</param>
/// <param name="ThresholdByCategory">The severity from which a category blocks.</param>
/// <param name="Threshold">The severity from which any other category blocks.</param>
/// <param name="Blocklists">Lists of words that the resource keeps.</param>
/// <param name="HaltsAtBlocklist">Whether a word of such a list ends the analysis.</param>
/// <param name="OutputType">The scale of severities.</param>
internal sealed record TextModerationOptions(
    IReadOnlyList<string> Categories,
    IReadOnlyDictionary<string, int> ThresholdByCategory,
    int Threshold,
    IReadOnlyList<string> Blocklists,
    bool HaltsAtBlocklist,
    string OutputType);
