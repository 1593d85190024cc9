using System.Text.Json.Nodes;
using Realtime.Configuration.Reload;
using Realtime.Gateway.Edge;
using Realtime.Gateway.Errors;
using Realtime.Gateway.Sessions;

namespace Realtime.Gateway.Health;

/// <summary>
/// Drains the gateway as SIGTERM does, without ending the process: <c>POST /drain</c> with the master key, and LiteLLM's
/// <c>GET /health/drain</c> with the token of <c>drain_endpoint_token</c>, which answers when all clients have gone.
/// </summary>
internal static class DrainEndpoints
{
    private const string TokenHeader = "X-Drain-Token";

    /// <summary>Maps the endpoints.</summary>
    /// <param name="endpoints">The routes.</param>
    public static void MapDrain(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/drain", PostAsync);
        endpoints.MapGet("/health/drain", GetAsync);
    }

    private static async Task PostAsync(HttpContext context, ConfigStore config, GatewayDrain drain, OpenClients clients)
    {
        var general = config.Current.General;
        if (general.MasterKey is { } master)
        {
            var key = ClientCredentials.Read(context.Request, general.KeyHeaderName).Key;
            if (key is null || !master.Matches(key))
            {
                await ErrorBody.WriteAsync(context.Response, key is null ? Refusals.NoKey : Refusals.UnknownKey).ConfigureAwait(false);
                return;
            }
        }
        else if (Admission.OriginGate.Check(context.Request, general) is { } elsewhere)
        {
            await ErrorBody.WriteAsync(context.Response, elsewhere).ConfigureAwait(false);
            return;
        }

        _ = drain.DrainAsync();
        await AnswerAsync(context, StatusCodes.Status202Accepted, "draining", clients.Count).ConfigureAwait(false);
    }

    private static async Task GetAsync(HttpContext context, ConfigStore config, GatewayDrain drain, OpenClients clients)
    {
        var general = config.Current.General;
        if (!general.EnableDrainEndpoint)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (general.DrainEndpointToken is { } token && !token.Matches(context.Request.Headers[TokenHeader].ToString()))
        {
            await ErrorBody.WriteAsync(context.Response, Refusals.UnknownKey).ConfigureAwait(false);
            return;
        }

        await drain.DrainAsync().WaitAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await AnswerAsync(context, StatusCodes.Status200OK, clients.Count == 0 ? "drained" : "draining", clients.Count).ConfigureAwait(false);
    }

    private static Task AnswerAsync(HttpContext context, int status, string state, int count)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(new JsonObject { ["status"] = state, ["sessions"] = count }.ToJsonString(), context.RequestAborted);
    }
}
