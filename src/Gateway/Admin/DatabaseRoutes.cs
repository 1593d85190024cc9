using Realtime.Configuration.Reload;
using Realtime.Gateway.Admission;
using Realtime.Gateway.Edge;
using Realtime.Gateway.Errors;

namespace Realtime.Gateway.Admin;

/// <summary>LiteLLM's routes that need a database, where none is connected: they say so instead of not being there.</summary>
internal static class DatabaseRoutes
{
    private static readonly string[] Prefixes = ["/key", "/v2/key", "/team", "/user", "/budget", "/customer", "/spend", "/global/spend"];

    /// <summary>Maps the routes.</summary>
    /// <param name="endpoints">The routes.</param>
    public static void MapDatabaseRoutes(this IEndpointRouteBuilder endpoints)
    {
        foreach (var prefix in Prefixes)
        {
            endpoints.Map(prefix + "/{**rest}", AnswerAsync);
        }
    }

    private static async Task AnswerAsync(HttpContext context, ConfigStore config, KeyGate keys)
    {
        var credentials = ClientCredentials.Read(context.Request, config.Current.General.KeyHeaderName);
        var (_, refusal) = await keys.AdmitAsync(credentials.Key, context.RequestAborted).ConfigureAwait(false);
        await ErrorBody.WriteAsync(context.Response, refusal ?? Refusals.NoDatabase).ConfigureAwait(false);
    }
}
