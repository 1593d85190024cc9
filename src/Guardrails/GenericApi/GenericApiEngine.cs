using System.Text.Json.Nodes;
using Realtime.Configuration;
using Realtime.Guardrails.Http;

namespace Realtime.Guardrails.GenericApi;

/// <inheritdoc/>
internal sealed class GenericApiEngine(
    EngineHttp http, Uri address, Secret? key, IReadOnlyDictionary<string, string> headers, JsonObject specific) : IGuardrailEngine
{
    private static readonly string _version =
        "realtime-" + (typeof(GenericApiEngine).Assembly.GetName().Version?.ToString(3) ?? "0");

    /// <inheritdoc/>
    public async ValueTask<GuardrailVerdict> CheckAsync(GuardrailRequest request, CancellationToken cancellationToken)
    {
        var reply = await http.PostAsync(address, Body(request), Prepare, cancellationToken).ConfigureAwait(false);
        if (reply.Failure is { } failure)
        {
            return GuardrailVerdict.Failed(failure);
        }

        return reply.Json.Text("action") switch
        {
            "BLOCKED" => GuardrailVerdict.Block(reply.Json.Text("blocked_reason") is { Length: > 0 } reason ? reason : "Content violates policy"),
            "GUARDRAIL_INTERVENED" => reply.Json.Items("texts").FirstOrDefault() is { ValueKind: System.Text.Json.JsonValueKind.String } text
                ? GuardrailVerdict.Mask(text.GetString()!)
                : GuardrailVerdict.Allow,
            "NONE" => GuardrailVerdict.Allow,
            _ => GuardrailVerdict.Failed("its answer has no known 'action'"),
        };
    }

    private void Prepare(HttpRequestMessage message, byte[] body)
    {
        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (key is not null)
        {
            message.Headers.TryAddWithoutValidation("x-api-key", key.Reveal());
        }
    }

    private JsonObject Body(GuardrailRequest request)
    {
        var caller = request.Caller;
        var hasText = request.Input != GuardrailInput.Connection;
        var metadata = new JsonObject
        {
            ["user_api_key_hash"] = caller.KeyHash,
            ["user_api_key_alias"] = caller.KeyAlias,
            ["user_api_key_user_id"] = caller.UserId,
            ["user_api_key_user_email"] = null,
            ["user_api_key_team_id"] = caller.TeamId,
            ["user_api_key_team_alias"] = caller.TeamAlias,
            ["user_api_key_end_user_id"] = caller.EndUserId,
            ["user_api_key_org_id"] = null,
            ["metadata"] = new JsonObject(caller.Metadata.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value)))),
            ["tags"] = new JsonArray([.. caller.Tags.Select(tag => JsonValue.Create(tag))]),
        };
        return new JsonObject
        {
            ["texts"] = hasText ? new JsonArray(request.Text) : new JsonArray(),
            ["images"] = new JsonArray(),
            ["tools"] = new JsonArray(),
            ["tool_calls"] = new JsonArray(),
            ["structured_messages"] = hasText
                ? new JsonArray(new JsonObject { ["role"] = EngineRoles.Of(request.Input), ["content"] = request.Text })
                : new JsonArray(),
            ["request_data"] = metadata,
            ["request_headers"] = new JsonObject(),
            ["litellm_version"] = _version,
            ["input_type"] = request.IsResponse ? "response" : "request",
            ["litellm_call_id"] = caller.SessionId,
            ["litellm_trace_id"] = caller.SessionId,
            ["model"] = caller.Model,
            ["additional_provider_specific_params"] = specific.DeepClone(),
        };
    }
}
