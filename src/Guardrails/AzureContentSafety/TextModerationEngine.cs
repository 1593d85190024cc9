using System.Text.Json.Nodes;
using Realtime.Guardrails.Http;

namespace Realtime.Guardrails.AzureContentSafety;

/// <inheritdoc/>
internal sealed class TextModerationEngine(ContentSafetyService service, TextModerationOptions options) : IGuardrailEngine
{
    // The service takes 10,000 characters at most.
    private const int MaxCharacters = 10_000;

    /// <inheritdoc/>
    public bool ChecksConnections => false;

    /// <inheritdoc/>
    public async ValueTask<GuardrailVerdict> CheckAsync(GuardrailRequest request, CancellationToken cancellationToken)
    {
        foreach (var piece in TextPieces.Split(request.Text, MaxCharacters))
        {
            var verdict = await CheckPieceAsync(piece, cancellationToken).ConfigureAwait(false);
            if (verdict.Action != GuardrailAction.Allow)
            {
                return verdict;
            }
        }

        return GuardrailVerdict.Allow;
    }

    private async Task<GuardrailVerdict> CheckPieceAsync(string text, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["text"] = text,
            ["categories"] = Strings(options.Categories),
            ["blocklistNames"] = Strings(options.Blocklists),
            ["haltOnBlocklistHit"] = options.HaltsAtBlocklist,
            ["outputType"] = options.OutputType,
        };
        var reply = await service.AskAsync(body, cancellationToken).ConfigureAwait(false);
        if (reply.Failure is { } failure)
        {
            return GuardrailVerdict.Failed(failure);
        }

        if (reply.Json.Items("blocklistsMatch").Any())
        {
            return GuardrailVerdict.Block("Azure Content Safety Guardrail: a word of a blocklist was found");
        }

        var any = false;
        foreach (var analysis in reply.Json.Items("categoriesAnalysis"))
        {
            any = true;
            var category = analysis.Text("category") ?? "";
            var threshold = options.ThresholdByCategory.GetValueOrDefault(category, options.Threshold);
            if (analysis.Number("severity") is { } severity && severity >= threshold)
            {
                return GuardrailVerdict.Block($"Azure Content Safety Guardrail: {category} crossed severity {threshold}, Got severity: {severity}");
            }
        }

        return any ? GuardrailVerdict.Allow : GuardrailVerdict.Failed("its answer has no 'categoriesAnalysis'");
    }

    private static JsonArray Strings(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
