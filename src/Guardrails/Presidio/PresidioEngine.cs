using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Guardrails.Http;

namespace Realtime.Guardrails.Presidio;

/// <inheritdoc/>
internal sealed class PresidioEngine(EngineHttp http, Uri analyzer, Uri anonymizer, PresidioOptions options) : IGuardrailEngine
{
    /// <inheritdoc/>
    public bool ChecksConnections => false;

    /// <inheritdoc/>
    public async ValueTask<GuardrailVerdict> CheckAsync(GuardrailRequest request, CancellationToken cancellationToken)
    {
        if (options.Scope == (request.IsResponse ? "input" : "output"))
        {
            return GuardrailVerdict.Allow;
        }

        var reply = await http.PostAsync(analyzer, Question(request.Text), token: null, cancellationToken).ConfigureAwait(false);
        if (reply.Failure is { } failure)
        {
            return GuardrailVerdict.Failed(failure);
        }

        if (reply.Json.ValueKind != JsonValueKind.Array)
        {
            return GuardrailVerdict.Failed("the analyzer's answer is no list");
        }

        var found = reply.Json.EnumerateArray().Where(Counts).ToArray();
        if (found.Select(entity => entity.Text("entity_type")!).FirstOrDefault(options.Blocked.Contains) is { } blocked)
        {
            return GuardrailVerdict.Block(
                $"Blocked entity detected: {blocked} by Guardrail: {options.GuardrailName}. This entity is not allowed to be used in this request.");
        }

        return found.Length == 0 ? GuardrailVerdict.Allow : await MaskAsync(request.Text, found, cancellationToken).ConfigureAwait(false);
    }

    private JsonObject Question(string text)
    {
        var body = new JsonObject { ["text"] = text, ["language"] = options.Language };
        if (options.Asked.Count > 0)
        {
            body["entities"] = new JsonArray([.. options.Asked.Select(entity => JsonValue.Create(entity))]);
        }

        if (options.Recognizers is not null)
        {
            body["ad_hoc_recognizers"] = options.Recognizers.DeepClone();
        }

        return body;
    }

    private bool Counts(JsonElement entity)
    {
        if (entity.Text("entity_type") is not { } type || options.Denied.Contains(type))
        {
            return false;
        }

        var threshold = options.Thresholds.TryGetValue(type, out var own) ? own : options.Thresholds.GetValueOrDefault("ALL");
        return entity.Get("score") is not { ValueKind: JsonValueKind.Number } score || score.GetDouble() >= threshold;
    }

    private async Task<GuardrailVerdict> MaskAsync(string text, IEnumerable<JsonElement> found, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["text"] = text,
            ["analyzer_results"] = new JsonArray([.. found.Select(entity => JsonNode.Parse(entity.GetRawText()))]),
        };
        var reply = await http.PostAsync(anonymizer, body, token: null, cancellationToken).ConfigureAwait(false);
        return reply.Failure is { } failure ? GuardrailVerdict.Failed("the anonymizer: " + failure)
            : reply.Json.Text("text") is { } masked ? GuardrailVerdict.Mask(masked)
            : GuardrailVerdict.Failed("the anonymizer's answer has no 'text'");
    }
}
