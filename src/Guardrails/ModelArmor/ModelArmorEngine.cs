using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Apis.Auth.OAuth2.Responses;
using Realtime.Guardrails.Http;

namespace Realtime.Guardrails.ModelArmor;

/// <inheritdoc/>
internal sealed class ModelArmorEngine(EngineHttp http, Uri template, GoogleTokens tokens, ModelArmorOptions options) : IGuardrailEngine
{
    private const string Found = "MATCH_FOUND";

    private static readonly string[] _blocking =
        ["raiFilterResult", "piAndJailbreakFilterResult", "maliciousUriFilterResult", "csamFilterFilterResult", "virusScanFilterResult"];

    /// <inheritdoc/>
    public bool ChecksConnections => false;

    /// <inheritdoc/>
    public async ValueTask<GuardrailVerdict> CheckAsync(GuardrailRequest request, CancellationToken cancellationToken)
    {
        string token;
        try
        {
            token = await tokens.GetAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TokenResponseException or HttpRequestException or InvalidOperationException)
        {
            return GuardrailVerdict.Failed("no Google access token can be had");
        }

        var data = new JsonObject { ["text"] = request.Text };
        var body = request.IsResponse ? new JsonObject { ["modelResponseData"] = data } : new JsonObject { ["userPromptData"] = data };
        var address = new Uri(template.AbsoluteUri + (request.IsResponse ? ":sanitizeModelResponse" : ":sanitizeUserPrompt"));
        var reply = await http.PostAsync(address, body, token, cancellationToken).ConfigureAwait(false);
        if (reply.Failure is { } failure)
        {
            return GuardrailVerdict.Failed(failure);
        }

        var results = reply.Json.Get("sanitizationResult", "filterResults");
        return results.ValueKind is JsonValueKind.Object or JsonValueKind.Array
            ? Judge(results, request.IsResponse ? options.MasksResponses : options.MasksRequests)
            : GuardrailVerdict.Failed("its answer has no 'filterResults'");
    }

    private static GuardrailVerdict Judge(JsonElement results, bool masks)
    {
        string? masked = null;
        var filters = results.ValueKind == JsonValueKind.Array ? results.EnumerateArray() : results.Members().Select(member => member.Value);
        foreach (var filter in filters)
        {
            var identified = filter.Get("sdpFilterResult", "deidentifyResult");
            if (_blocking.Any(name => filter.Text(name, "matchState") == Found)
                || filter.Text("sdpFilterResult", "inspectResult", "matchState") == Found
                || (identified.Text("matchState") == Found && !masks))
            {
                return GuardrailVerdict.Block("Content blocked by Model Armor");
            }

            if (identified.Text("matchState") == Found)
            {
                masked = identified.Text("data", "text");
                if (masked is null)
                {
                    return GuardrailVerdict.Failed("it de-identified, but its answer has no text");
                }
            }
        }

        return masked is null ? GuardrailVerdict.Allow : GuardrailVerdict.Mask(masked);
    }
}
