using System.IO.Enumeration;
using System.Text.Json.Nodes;
using Realtime.Configuration;
using Realtime.Gateway.Admin.Calls;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Models;

/// <summary><c>GET /model/info</c>: the deployments of the configuration, without their secrets.</summary>
internal static class ModelInfoEndpoints
{
    // LiteLLM's names for "all".
    private static readonly string[] All = ["*", "all-proxy-models", "all-team-models"];

    /// <summary>Maps the routes.</summary>
    /// <param name="routes">The routes.</param>
    public static void MapModelInfo(this IEndpointRouteBuilder routes)
    {
        foreach (var path in new[] { "/model/info", "/v1/model/info" })
        {
            routes.Get<ModelInfoList>(
                path, AdminRole.Key, "The deployments that the key may use", List, new QueryField("litellm_model_id", "Only the deployment with this id."))
                .WithMetadata(new WithoutDatabase());
        }
    }

    private static Task<Outcome<ModelInfoList>> List(AdminCall call)
    {
        var id = call.Query.Text("litellm_model_id");
        var found = call.Config.Deployments
            .Where(deployment => (id is null || deployment.Id == id) && MayUse(call.Caller.Key?.Settings, deployment))
            .Select(deployment => Describe(deployment, call.Config, call.Caller.SeesAll))
            .ToArray();
        return Task.FromResult<Outcome<ModelInfoList>>(
            id is not null && found.Length == 0
                ? AdminErrors.NotFound($"Model id = {id} not found.", "litellm_model_id")
                : new ModelInfoList(found));
    }

    private static bool MayUse(PolicySettings? settings, Deployment deployment) =>
        settings?.Models is not { Count: > 0 } models
        || models.Any(model => All.Contains(model) || model == deployment.ModelName
            || deployment.Info.AccessGroups.Contains(model, StringComparer.Ordinal)
            || FileSystemName.MatchesSimpleExpression(model, deployment.ModelName, ignoreCase: false));

    private static ModelInfoEntry Describe(Deployment deployment, RealtimeConfig config, bool withAddress)
    {
        var parameters = new JsonObject
        {
            ["model"] = deployment.LiteLlmModel,
            ["custom_llm_provider"] = deployment.Provider,
            ["rpm"] = deployment.Rpm,
            ["tpm"] = deployment.Tpm,
            ["max_parallel_requests"] = deployment.MaxParallelRequests,
            ["weight"] = deployment.Weight,
            ["order"] = deployment.Order,
            ["tags"] = new JsonArray([.. deployment.Tags.Select(tag => JsonValue.Create(tag))]),
        };
        if (withAddress)
        {
            // Host and path only: what stands before or after them may be secret.
            parameters["api_base"] = deployment.ApiBaseText;
        }

        var info = new JsonObject
        {
            ["id"] = deployment.Id,
            ["db_model"] = false,
            ["mode"] = deployment.Info.Mode,
            ["base_model"] = deployment.Info.BaseModel,
            ["litellm_provider"] = deployment.Provider,
            ["key"] = deployment.ProviderModel,
            ["access_groups"] = new JsonArray([.. deployment.Info.AccessGroups.Select(group => JsonValue.Create(group))]),
            ["blocked"] = deployment.Info.Blocked,
        };
        foreach (var (name, value) in deployment.Info.Other.Where(one => !info.ContainsKey(one.Key)))
        {
            info[name] = value;
        }

        foreach (var (name, price) in config.General.ModelPrices.Find(deployment)?.Fields ?? new Dictionary<string, decimal>())
        {
            info[name] = price;
        }

        return new ModelInfoEntry(deployment.ModelName, parameters, info);
    }
}
