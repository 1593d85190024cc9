using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Configuration.Reload;
using Realtime.Gateway.Admission;
using Realtime.Gateway.Edge;
using Realtime.Gateway.Errors;
using Realtime.Grains.Interfaces.Calls;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Gateway.ClientSecrets;

/// <summary>The endpoints that mint client secrets, under OpenAI's addresses and their short and Azure forms.</summary>
internal static class ClientSecretEndpoints
{
    private const int MaxBodyBytes = 1024 * 1024;

    private static readonly string[] Prefixes = ["/v1/realtime", "/realtime", "/openai/v1/realtime"];

    /// <summary>Maps the endpoints.</summary>
    /// <param name="endpoints">The routes.</param>
    public static void MapClientSecrets(this IEndpointRouteBuilder endpoints)
    {
        foreach (var prefix in Prefixes)
        {
            endpoints.MapPost(prefix + "/client_secrets", Handler(ClientSecretForm.Ga));
            endpoints.MapPost(prefix + "/sessions", Handler(ClientSecretForm.Beta));
            endpoints.MapPost(prefix + "/transcription_sessions", Handler(ClientSecretForm.BetaTranscription));
        }
    }

    private static Func<HttpContext, ConfigStore, KeyGate, ClientSecretMint, Task> Handler(ClientSecretForm form) =>
        (context, config, keys, mint) => MintAsync(form, context, config, keys, mint);

    private static async Task MintAsync(ClientSecretForm form, HttpContext context, ConfigStore config, KeyGate keys, ClientSecretMint mint)
    {
        var general = config.Current.General;
        var refusal = OriginGate.Check(context.Request, general);
        JsonObject? answer = null;
        if (refusal is null)
        {
            var credentials = ClientCredentials.Read(context.Request, general.KeyHeaderName);
            (var caller, refusal) = await keys.AdmitAsync(credentials.Key, context.RequestAborted).ConfigureAwait(false);
            if (caller?.Secret is not null)
            {
                refusal = Refusals.SecretCannotMint;
            }
            else if (caller is not null)
            {
                (answer, refusal) = await MintAsync(form, context.Request, caller, mint).ConfigureAwait(false);
            }
        }

        if (answer is null)
        {
            await ErrorBody.WriteAsync(context.Response, refusal!).ConfigureAwait(false);
            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        await Results.Json(answer, ClientSecretJson.Default.JsonObject).ExecuteAsync(context).ConfigureAwait(false);
    }

    private static async Task<(JsonObject? Answer, SessionRefusal? Refusal)> MintAsync(
        ClientSecretForm form, HttpRequest request, Caller caller, ClientSecretMint mint)
    {
        try
        {
            return await ReadAsync(request).ConfigureAwait(false) is { } body
                ? await mint.MintAsync(form, body, caller).ConfigureAwait(false)
                : (null, Refusals.Invalid("invalid_json", null, "The body must be a JSON object."));
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return (null, Refusals.Invalid("invalid_json", null, "The body is not valid JSON, or names a field twice."));
        }
        catch (BadHttpRequestException exception)
        {
            return (null, Refusals.Invalid("invalid_body", null, "The body cannot be read.") with { Status = exception.StatusCode });
        }
        catch (Exception exception) when (CallFailures.IsAway(exception, request.HttpContext.RequestAborted))
        {
            return (null, Refusals.NotReady);
        }
    }

    // An empty body is an empty object, as at OpenAI.
    private static async Task<JsonObject?> ReadAsync(HttpRequest request)
    {
        if (request.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBodyBytes;
        }

        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted).ConfigureAwait(false);
        if (buffer.Length == 0)
        {
            return [];
        }

        var node = JsonNode.Parse(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)) as JsonObject;
        if (node is not null)
        {
            // Reading every member once makes a repeated name an error here and not somewhere later.
            Touch(node);
        }

        return node;
    }

    private static void Touch(JsonNode? node)
    {
        foreach (var child in node switch
        {
            JsonObject parent => parent.Select(property => property.Value),
            JsonArray parent => parent,
            _ => [],
        })
        {
            Touch(child);
        }
    }
}
