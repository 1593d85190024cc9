using System.Text.Json.Nodes;
using Realtime.Simulator.Shapes;

namespace Realtime.Simulator.Providers.OpenAi;

/// <summary>Bodies of OpenAI's HTTP errors.</summary>
internal static class OpenAiErrors
{
    public static JsonObject Body(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Body("invalid_api_key", "Incorrect API key provided.", null),
        StatusCodes.Status403Forbidden => Body("model_not_allowed", "This key has no access to the model.", null),
        StatusCodes.Status404NotFound => Body("model_not_found", "The model does not exist.", "model"),
        StatusCodes.Status426UpgradeRequired => Body("upgrade_required", "This address takes WebSocket connections only.", null),
        StatusCodes.Status429TooManyRequests => Body("rate_limit_exceeded", "Rate limit reached.", null, "requests"),
        >= 500 => Body("server_error", "The server had an error while processing your request.", null, "server_error"),
        _ => Body("invalid_request", "The request is not valid.", null),
    };

    public static JsonObject Body(FieldProblem problem) => Body(problem.Code, problem.Message, problem.Param);

    public static JsonObject Body(string code, string message, string? param, string type = "invalid_request_error") => new()
    {
        ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = param, ["code"] = code },
    };
}
