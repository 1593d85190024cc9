using System.Text.Json.Nodes;
using Realtime.Guardrails.Http;

namespace Realtime.Guardrails.AzureContentSafety;

/// <inheritdoc/>
internal sealed class PromptShieldEngine(ContentSafetyService service) : IGuardrailEngine
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
            // A tool's result is what the service calls a document: text that the user did not write.
            var body = request.Input == GuardrailInput.ToolResult
                ? new JsonObject { ["documents"] = new JsonArray(piece), ["userPrompt"] = "" }
                : new JsonObject { ["documents"] = new JsonArray(), ["userPrompt"] = piece };
            var reply = await service.AskAsync(body, cancellationToken).ConfigureAwait(false);
            if (reply.Failure is { } failure)
            {
                return GuardrailVerdict.Failed(failure);
            }

            var inPrompt = reply.Json.Flag("userPromptAnalysis", "attackDetected");
            var inDocuments = reply.Json.Items("documentsAnalysis").Any(document => document.Flag("attackDetected") == true);
            if (inPrompt == true || inDocuments)
            {
                return GuardrailVerdict.Block("Violated Azure Prompt Shield guardrail policy");
            }

            if (inPrompt is null && !reply.Json.Items("documentsAnalysis").Any())
            {
                return GuardrailVerdict.Failed("its answer has no analysis");
            }
        }

        return GuardrailVerdict.Allow;
    }
}
