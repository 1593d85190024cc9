using System.Text.Json.Nodes;
using Realtime.Simulator.Connections;
using Realtime.Simulator.Forms;
using Realtime.Simulator.Hosting;
using Realtime.Simulator.Json;
using Realtime.Simulator.Sessions;
using Realtime.Simulator.Shapes;

namespace Realtime.Simulator.Providers.OpenAi;

/// <summary>OpenAI's edge: the current form, keys in three places, most refusals after 101.</summary>
internal sealed class OpenAiProvider(SimulatorOptions options, ClientSecrets secrets, Func<IWireForm> newBetaForm) : IRealtimeProvider
{
    private const int Refused = 4000;
    private const int InvalidKey = 3000;
    private const string SecretPrefix = "ek_";

    public string Name => "openai";

    public string Path => "/v1/realtime";

    public TimeSpan SessionLength => options.SessionLength;

    public (FieldProblem Problem, string Type) Expiry =>
        (new("session_expired", FormattableString.Invariant($"Your session hit the maximum duration of {options.SessionLength.TotalMinutes:0.##} minutes."), null), "invalid_request_error");

    public string? ModelOf(HttpRequest request) => request.Query["model"].ToString() is { Length: > 0 } model ? model : null;

    public JsonObject RefusalBody(int status) => OpenAiErrors.Body(status);

    public Admission Admit(HttpContext context)
    {
        var key = Credential.Bearer(context.Request) ?? Credential.Protocol(context, Credential.OpenAiProtocol) ?? Credential.ApiKey(context.Request);
        if (key is null)
        {
            return Admission.Refuse(StatusCodes.Status401Unauthorized, OpenAiErrors.Body("missing_api_key", "You didn't provide an API key.", null));
        }

        if (key.StartsWith("sk-noaccess", StringComparison.Ordinal))
        {
            return Admission.Refuse(StatusCodes.Status403Forbidden, OpenAiErrors.Body("model_not_allowed", "This key has no access to the model.", null));
        }

        JsonObject? preset = null;
        var isValid = !key.StartsWith(SecretPrefix, StringComparison.Ordinal) ? !key.StartsWith("sk-invalid", StringComparison.Ordinal) : secrets.TryUse(key, out preset);
        var form = new GaForm(takesAnyTranscriptionModel: false);
        return !isValid ? RejectKey(form)
            : IsBeta(context) && !options.ServeOpenAiBeta ? Reject(form, "beta_api_shape_disabled", "The Realtime Beta API is no longer supported. Please use /v1/realtime for the GA API.")
            : Admit(context.Request, IsBeta(context) ? newBetaForm() : form, preset);
    }

    public void Start(RealtimeSession session, HttpRequest request) => session.Greet();

    public void End(RealtimeSession session)
    {
        // Nothing outlives an OpenAI session.
    }

    private static bool IsBeta(HttpContext context) =>
        context.Request.Headers["OpenAI-Beta"].ToString().Contains("realtime=v1", StringComparison.Ordinal)
        || context.WebSockets.WebSocketRequestedProtocols.Contains("openai-beta.realtime-v1");

    private static Admission Reject(IWireForm form, string code, string message, string? param = null) => Admission.Reject(form, new(code, message, param), Refused);

    private static Admission Admit(HttpRequest request, IWireForm form, JsonObject? preset)
    {
        var query = request.Query;
        if (query.ContainsKey("call_id"))
        {
            return Admission.Refuse(StatusCodes.Status404NotFound, null);
        }

        var model = query["model"].ToString();
        if (query.ContainsKey("intent"))
        {
            return query["intent"] != "transcription" ? Reject(form, "invalid_intent", "The intent is unknown.", "intent")
                : model.Length > 0 ? Reject(form, "invalid_model", "You must not provide a model parameter for transcription sessions.", "model")
                : Admission.Accept(form, SessionKind.Transcription, null, preset);
        }

        if (preset.Text("type") == "transcription")
        {
            return Admission.Accept(form, SessionKind.Transcription, null, preset);
        }

        var bound = preset.Text("model");
        model = model.Length > 0 ? model : bound ?? "";
        return model.Length == 0 ? Reject(form, "missing_model", "You must provide a model parameter.", "model")
            : model.StartsWith("missing", StringComparison.Ordinal) ? Reject(form, "model_not_found", $"The model `{model}` does not exist or you do not have access to it.", "model")
            : bound is not null && bound != model ? Reject(form, "invalid_model", "The model is not the one that the client secret was made for.", "model")
            : Admission.Accept(form, SessionKind.Realtime, model, preset);
    }

    private Admission RejectKey(IWireForm form)
    {
        var problem = new FieldProblem("invalid_api_key", "Incorrect API key provided.", null);
        return options.RefuseInvalidKeysByStatus
            ? Admission.Refuse(StatusCodes.Status401Unauthorized, OpenAiErrors.Body(problem.Code, problem.Message, null))
            : Admission.Reject(form, problem, InvalidKey);
    }
}
