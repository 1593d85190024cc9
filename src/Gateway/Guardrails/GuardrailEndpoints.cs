using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Configuration.Reload;
using Realtime.Gateway.Admin.Calls;
using Realtime.Gateway.Admission;
using Realtime.Gateway.Edge;
using Realtime.Gateway.Errors;
using Realtime.Grains.Interfaces.Calls;
using Realtime.Grains.Interfaces.GuardrailCalls;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Gateway.Guardrails;

/// <summary>LiteLLM's routes about guardrails: which there are, and one to try them on.</summary>
internal static class GuardrailEndpoints
{
    private const int MaxBodyBytes = 1024 * 1024;

    /// <summary>Maps the routes.</summary>
    /// <param name="endpoints">The routes.</param>
    public static void MapGuardrails(this IEndpointRouteBuilder endpoints)
    {
        foreach (var path in new[] { "/guardrails/list", "/v2/guardrails/list" })
        {
            endpoints.Get<JsonObject>(
                path,
                AdminRole.Key,
                "The guardrails of the configuration; what they look for is shown to administrators alone",
                call => Task.FromResult<Outcome<JsonObject>>(GuardrailList.Of(call.Config, call.Caller.SeesAll)))
                .WithTags("Guardrails")
                .WithMetadata(new WithoutDatabase());
        }

        foreach (var path in new[] { "/apply_guardrail", "/guardrails/apply_guardrail" })
        {
            // Outside the admin API's own helper: any key that may speak may judge, while the database is away as well.
            endpoints.MapPost(path, ApplyAsync)
                .WithSummary("Judges a text by a guardrail.")
                .WithTags("Guardrails")
                .WithMetadata(new BodyType(typeof(ApplyGuardrailRequest)))
                .Produces<AppliedGuardrail>()
                .Produces<ErrorEnvelope>(400)
                .Produces<ErrorEnvelope>(401)
                .Produces<ErrorEnvelope>(404);
        }
    }

    private static async Task ApplyAsync(HttpContext context, ConfigStore config, KeyGate keys, IGrainFactory grains)
    {
        if (await AdmitAsync(context, config, keys).ConfigureAwait(false) is not { } caller)
        {
            return;
        }

        var (form, refusal) = await ReadAsync(context.Request).ConfigureAwait(false);
        if (form is null)
        {
            await RefuseAsync(context.Response, refusal!).ConfigureAwait(false);
            return;
        }

        var call = new GuardrailCall(form.Guardrail, form.Text, form.IsResponse, caller.KeyHash.Length > 0 ? caller.KeyHash : null);
        GuardrailAnswer answer;
        try
        {
            answer = await grains.GetGrain<IGuardrailGrain>(0).Apply(call).ConfigureAwait(false);
        }
        catch (Exception exception) when (CallFailures.IsAway(exception, context.RequestAborted))
        {
            await RefuseAsync(context.Response, Refusals.NotReady).ConfigureAwait(false);
            return;
        }

        if (!answer.Exists)
        {
            await RefuseAsync(context.Response, new SessionRefusal(
                404, "invalid_request_error", "unknown_guardrail", $"The guardrail '{form.Guardrail}' does not exist.", "guardrail_name")).ConfigureAwait(false);
        }
        else if (answer.Text is null)
        {
            await RefuseAsync(context.Response, new SessionRefusal(
                400, "guardrail_violation", "content_policy_violation", answer.Reason ?? "The text is not allowed.")).ConfigureAwait(false);
        }
        else
        {
            await WriteAsync(context.Response, new AppliedGuardrail(answer.Text)).ConfigureAwait(false);
        }
    }

    private static async Task<Caller?> AdmitAsync(HttpContext context, ConfigStore config, KeyGate keys)
    {
        var credentials = ClientCredentials.Read(context.Request, config.Current.General.KeyHeaderName);
        var (caller, refusal) = await keys.AdmitAsync(credentials.Key, context.RequestAborted).ConfigureAwait(false);
        if (caller is null)
        {
            await RefuseAsync(context.Response, refusal!).ConfigureAwait(false);
        }

        return caller;
    }

    private static async Task<(GuardrailForm? Form, SessionRefusal? Refusal)> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength > MaxBodyBytes)
        {
            return (null, Refusals.Invalid("invalid_body", null, "The body is longer than 1 MiB."));
        }

        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted).ConfigureAwait(false);
            return GuardrailForm.Read(document.RootElement);
        }
        catch (JsonException)
        {
            return (null, Refusals.Invalid("invalid_json", null, "The body is not valid JSON."));
        }
    }

    private static Task RefuseAsync(HttpResponse response, SessionRefusal refusal) =>
        ErrorBody.WriteAsync(response, AdminErrors.FromGate(refusal));

    private static async Task WriteAsync(HttpResponse response, AppliedGuardrail body)
    {
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        await response.WriteAsync(JsonSerializer.Serialize(body, AdminJson.Options)).ConfigureAwait(false);
    }
}
