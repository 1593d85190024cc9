using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Realtime.Configuration;
using Realtime.Guardrails.Http;

namespace Realtime.Guardrails.Aim;

/// <inheritdoc/>
internal sealed class AimEngine(EngineHttp http, Uri address, Secret key) : IGuardrailEngine
{
    private static readonly string _version = "realtime-" + (typeof(AimEngine).Assembly.GetName().Version?.ToString(3) ?? "0");

    /// <inheritdoc/>
    public bool ChecksConnections => false;

    /// <inheritdoc/>
    public async ValueTask<GuardrailVerdict> CheckAsync(GuardrailRequest request, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["messages"] = new JsonArray(new JsonObject { ["role"] = EngineRoles.Of(request.Input), ["content"] = request.Text }),
        };
        var reply = await http.PostAsync(address, body, (message, _) => Prepare(message, request), cancellationToken).ConfigureAwait(false);
        if (reply.Failure is { } failure)
        {
            return GuardrailVerdict.Failed(failure);
        }

        var action = reply.Json.Get("required_action");
        return action.Text("action_type") switch
        {
            "block_action" => GuardrailVerdict.Block(action.Text("detection_message") is { Length: > 0 } reason ? reason : "Blocked by Aim"),
            "anonymize_action" => reply.Json.Items("redacted_chat", "all_redacted_messages").LastOrDefault().Text("content") is { } masked
                ? GuardrailVerdict.Mask(masked)
                : GuardrailVerdict.Failed("it anonymized, but its answer has no text"),

            // No action at all is how the service says that nothing was found.
            "monitor_action" or null => GuardrailVerdict.Allow,
            _ => GuardrailVerdict.Failed("its answer has no known 'action_type'"),
        };
    }

    private void Prepare(HttpRequestMessage message, GuardrailRequest request)
    {
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key.Reveal());
        message.Headers.Add("x-aim-litellm-hook", request.IsResponse ? "output" : "pre_call");
        message.Headers.Add("x-aim-litellm-version", _version);
        if (request.Caller.SessionId.Length > 0)
        {
            message.Headers.Add("x-aim-call-id", request.Caller.SessionId);
        }

        if (request.Caller.KeyAlias is { } alias)
        {
            message.Headers.TryAddWithoutValidation("x-aim-gateway-key-alias", alias);
        }
    }
}
