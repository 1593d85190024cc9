using System.Text.Json.Nodes;
using Realtime.Simulator.Shapes;

namespace Realtime.Simulator.Providers.Azure;

/// <summary>Bodies of Azure's HTTP errors: a code, often a number in text, and a message.</summary>
internal static class AzureErrors
{
    public static JsonObject Unauthorized { get; } = Body(
        "401", "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription.");

    public static JsonObject Body(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => (JsonObject)Unauthorized.DeepClone(),
        StatusCodes.Status404NotFound => Body("404", "Resource not found"),
        StatusCodes.Status429TooManyRequests => Body("429", "Requests to this deployment have exceeded its rate limit. Please retry later."),
        >= 500 => Body("InternalServerError", "The server had an error while processing your request."),
        _ => Body("BadRequest", "The request is not valid."),
    };

    public static JsonObject Body(FieldProblem problem) => problem.Param == "session.type"
        ? Body("InvalidSessionType", "The session type is not valid: it has to be 'realtime' or 'transcription'.")
        : problem.Code == "invalid_api_key" ? (JsonObject)Unauthorized.DeepClone()
        : Body(problem.Code, problem.Message);

    public static JsonObject Body(string code, string message) => new() { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } };
}
