using System.Text.Json.Nodes;
using Realtime.Configuration.Reload;
using Realtime.Gateway.Admin.Calls;
using Realtime.Gateway.Errors;
using Realtime.Gateway.Sessions;

namespace Realtime.Gateway.Health;

/// <summary>
/// Drains the gateway as SIGTERM does, without ending the process: <c>POST /drain</c> with an administrator's key, and LiteLLM's
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

    private static async Task PostAsync(HttpContext context, AdministratorGate gate, GatewayDrain drain, OpenClients clients)
    {
        if (await gate.RefuseAsync(context, AdminRole.Admin).ConfigureAwait(false) is { } refusal)
        {
            await ErrorBody.WriteAsync(context.Response, refusal).ConfigureAwait(false);
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
