using Realtime.Configuration;
using Realtime.Configuration.Reload;
using Realtime.Gateway.Admission;
using Realtime.Gateway.Edge;
using Realtime.Gateway.Errors;

namespace Realtime.Gateway.Models;

/// <summary><c>GET /v1/models</c> in OpenAI's form.</summary>
internal static class ModelEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    /// <param name="endpoints">The routes.</param>
    public static void MapModels(this IEndpointRouteBuilder endpoints)
    {
        foreach (var path in new[] { "/v1/models", "/models" })
        {
            endpoints.MapGet(path, ListAsync);
        }
    }

    private static async Task ListAsync(HttpContext context, ConfigStore config, KeyGate keys)
    {
        var current = config.Current;
        if (OriginGate.Check(context.Request, current.General) is { } origin)
        {
            await ErrorBody.WriteAsync(context.Response, origin).ConfigureAwait(false);
            return;
        }

        var credentials = ClientCredentials.Read(context.Request, current.General.KeyHeaderName);
        var (caller, refusal) = await keys.AdmitAsync(credentials.Key, context.RequestAborted).ConfigureAwait(false);
        if (caller is null)
        {
            await ErrorBody.WriteAsync(context.Response, refusal!).ConfigureAwait(false);
            return;
        }

        var models = current.Models.Listed
            .Where(name => caller.MayUse(name, current))
            .Select(name => new ModelEntry(name, "model", ModelEntry.UnknownCreation, Owner(current, name)))
            .ToArray();
        await Results.Json(new ModelList("list", models), ModelJson.Default.ModelList).ExecuteAsync(context).ConfigureAwait(false);
    }

    private static string Owner(RealtimeConfig config, string name) =>
        config.Models.Resolve(name)?.Deployments is [var first, ..] ? first.Provider : "openai";
}
