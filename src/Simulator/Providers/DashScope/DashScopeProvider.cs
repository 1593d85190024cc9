using System.Text.Json.Nodes;
using Realtime.Simulator.Connections;
using Realtime.Simulator.Hosting;
using Realtime.Simulator.Providers.AzurePreview;
using Realtime.Simulator.Providers.OpenAi;
using Realtime.Simulator.Sessions;
using Realtime.Simulator.Shapes;

namespace Realtime.Simulator.Providers.DashScope;

/// <summary>Alibaba Cloud's edge: the beta form at a path of its own, the key as a bearer token alone, refusals by HTTP status.</summary>
/// <remarks>Source: Alibaba Cloud Model Studio's pages on Qwen-Omni-Realtime.</remarks>
internal sealed class DashScopeProvider(SimulatorOptions options) : IRealtimeProvider
{
    public string Name => "dashscope";

    public string Path => "/api-ws/v1/realtime";

    public TimeSpan SessionLength => options.SessionLength * 2;

    public (FieldProblem Problem, string Type) Expiry => (new("session_expired", "The session is over.", null), "invalid_request_error");

    public string? ModelOf(HttpRequest request) => request.Query["model"].ToString() is { Length: > 0 } model ? model : null;

    public JsonObject RefusalBody(int status) => OpenAiErrors.Body(status);

    public Admission Admit(HttpContext context)
    {
        var key = Credential.Bearer(context.Request);
        if (key is null || key.StartsWith("sk-invalid", StringComparison.Ordinal))
        {
            return Admission.Refuse(StatusCodes.Status401Unauthorized, OpenAiErrors.Body("InvalidApiKey", "Invalid API-key provided.", null));
        }

        return ModelOf(context.Request) is { } model && !model.StartsWith("missing", StringComparison.Ordinal)
            ? Admission.Accept(new BetaForm(), SessionKind.Realtime, model, null)
            : Admission.Refuse(StatusCodes.Status404NotFound, OpenAiErrors.Body("ModelNotFound", "The model does not exist.", null));
    }

    public void Start(RealtimeSession session, HttpRequest request) => session.Greet();

    public void End(RealtimeSession session)
    {
        // Nothing outlives a session.
    }
}
