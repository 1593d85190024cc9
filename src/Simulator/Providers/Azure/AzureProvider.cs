using System.Text.Json.Nodes;
using Realtime.Simulator.Connections;
using Realtime.Simulator.Forms;
using Realtime.Simulator.Hosting;
using Realtime.Simulator.Json;
using Realtime.Simulator.Providers.AzurePreview;
using Realtime.Simulator.Providers.OpenAi;
using Realtime.Simulator.Sessions;
using Realtime.Simulator.Shapes;

namespace Realtime.Simulator.Providers.Azure;

/// <summary>Azure OpenAI's edge, which refuses by HTTP status. The v1 path speaks the current form, the dated versions the beta form.</summary>
internal sealed class AzureProvider(SimulatorOptions options, ClientSecrets secrets, bool isPreview) : IRealtimeProvider
{
    public string Name => isPreview ? "azure-preview" : "azure";

    public string Path => isPreview ? "/openai/realtime" : "/openai/v1/realtime";

    public TimeSpan SessionLength => options.SessionLength;

    public (FieldProblem Problem, string Type) Expiry =>
        (new("session_expired", FormattableString.Invariant($"Your session hit the maximum duration of {options.SessionLength.TotalMinutes:0.##} minutes."), null), "invalid_request_error");

    public string? ModelOf(HttpRequest request) => request.Query[isPreview ? "deployment" : "model"].ToString() is { Length: > 0 } deployment ? deployment : null;

    public JsonObject RefusalBody(int status) => AzureErrors.Body(status);

    public Admission Admit(HttpContext context)
    {
        context.Response.Headers["apim-request-id"] = Guid.NewGuid().ToString();
        context.Response.Headers["x-ms-region"] = "Sweden Central";

        // A key in a subprotocol, which browsers use with OpenAI, is no key here.
        var key = Credential.ApiKey(context.Request) ?? Credential.Bearer(context.Request);
        JsonObject? preset = null;
        if (key is null || IsInvalid(key) || (key.StartsWith("ek_", StringComparison.Ordinal) && !secrets.TryUse(key, out preset)))
        {
            return Admission.Refuse(StatusCodes.Status401Unauthorized, AzureErrors.Body(StatusCodes.Status401Unauthorized));
        }

        var request = context.Request;
        if (isPreview && request.Query["api-version"].ToString().Length == 0)
        {
            return Admission.Refuse(StatusCodes.Status404NotFound, AzureErrors.Body(StatusCodes.Status404NotFound));
        }

        return Admit(request, preset);
    }

    public void Start(RealtimeSession session, HttpRequest request) => session.Greet();

    public void End(RealtimeSession session)
    {
        // Nothing outlives an Azure session.
    }

    private static bool IsInvalid(string key) =>
        key.StartsWith("sk-invalid", StringComparison.Ordinal) || key.StartsWith("invalid", StringComparison.Ordinal);

    private Admission Admit(HttpRequest request, JsonObject? preset)
    {
        IWireForm form = isPreview ? new BetaForm() : new GaForm(takesAnyTranscriptionModel: true);
        var deployment = ModelOf(request) ?? preset.Text("model");
        if (request.Query["intent"] == "transcription" || preset.Text("type") == "transcription")
        {
            return Admission.Accept(form, SessionKind.Transcription, deployment, preset);
        }

        return deployment is null || deployment.StartsWith("missing", StringComparison.Ordinal)
            ? Admission.Refuse(StatusCodes.Status404NotFound, AzureErrors.Body("DeploymentNotFound", "The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again."))
            : deployment.StartsWith("chat", StringComparison.Ordinal)
                ? Admission.Refuse(StatusCodes.Status400BadRequest, AzureErrors.Body("OpperationNotSupported", "The realtime operation does not work with the specified model. Please choose different model and try again."))
                : Admission.Accept(form, SessionKind.Realtime, deployment, preset);
    }
}
