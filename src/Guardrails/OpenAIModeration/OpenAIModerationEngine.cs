using System.Text.Json.Nodes;
using Realtime.Configuration;
using Realtime.Guardrails.Http;

namespace Realtime.Guardrails.OpenAIModeration;

/// <inheritdoc/>
internal sealed class OpenAIModerationEngine(EngineHttp http, Uri address, Secret key, string model) : IGuardrailEngine
{
    /// <inheritdoc/>
    public bool ChecksConnections => false;

    /// <inheritdoc/>
    public async ValueTask<GuardrailVerdict> CheckAsync(GuardrailRequest request, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["model"] = model, ["input"] = request.Text };
        var reply = await http.PostAsync(address, body, key.Reveal(), cancellationToken).ConfigureAwait(false);
        if (reply.Failure is { } failure)
        {
            return GuardrailVerdict.Failed(failure);
        }

        var flagged = false;
        var found = new List<string>();
        var any = false;
        foreach (var result in reply.Json.Items("results"))
        {
            any = true;
            if (result.Flag("flagged") == true)
            {
                flagged = true;
                found.AddRange(result.Get("categories").Members().Where(c => c.Value.ValueKind == System.Text.Json.JsonValueKind.True).Select(c => c.Name));
            }
        }

        return !any ? GuardrailVerdict.Failed("its answer has no 'results'")
            : !flagged ? GuardrailVerdict.Allow
            : GuardrailVerdict.Block(found.Count == 0 ? "Violated OpenAI moderation policy" : $"Violated OpenAI moderation policy ({string.Join(", ", found.Distinct())})");
    }
}
