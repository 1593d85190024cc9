using System.Text.Json.Nodes;
using Realtime.Simulator.Connections;
using Realtime.Simulator.Json;
using Realtime.Simulator.Sessions;
using Realtime.Simulator.Shapes;

namespace Realtime.Simulator.Providers.OpenAi;

/// <summary>Answers <c>POST .../realtime/client_secrets</c> in the current form.</summary>
internal sealed class ClientSecretCalls(ClientSecrets secrets, Func<FieldProblem, JsonObject> writeProblem, bool takesAnyTranscriptionModel)
{
    private const double DefaultSeconds = 600;

    private static readonly Shape Request = new ObjectShape()
        .With("expires_after", Shape.OrNull(new ObjectShape().With("anchor", Shape.OneOf("created_at")).With("seconds", Shape.Integer(10, 7200))))
        .With("session", new TaggedShape("type", isTagNeeded: true, ("realtime", GaShapes.RealtimeSession), ("transcription", GaShapes.TranscriptionSession)));

    /// <summary>Refuses the beta form's calls, as OpenAI has done since May 2026.</summary>
    public static Task RefuseBetaAsync(HttpContext context) => WriteAsync(
        context, StatusCodes.Status400BadRequest, OpenAiErrors.Body("beta_api_shape_disabled", "The Realtime Beta API is no longer supported. Please use /v1/realtime/client_secrets.", null));

    public async Task MintAsync(HttpContext context)
    {
        var key = Credential.Bearer(context.Request) ?? Credential.ApiKey(context.Request);
        if (key is null || key.StartsWith("sk-invalid", StringComparison.Ordinal))
        {
            await WriteAsync(context, StatusCodes.Status401Unauthorized, writeProblem(new("invalid_api_key", "Incorrect API key provided.", null)));
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (!JsonText.TryParse(body.Length == 0 ? "{}"u8.ToArray() : body.ToArray(), out var request))
        {
            await WriteAsync(context, StatusCodes.Status400BadRequest, writeProblem(new("invalid_json", "The body is not a JSON object.", null)));
        }
        else if (Request.Check(request, "") is { } problem)
        {
            await WriteAsync(context, StatusCodes.Status400BadRequest, writeProblem(problem));
        }
        else
        {
            await WriteAsync(context, StatusCodes.Status200OK, Mint(request));
        }
    }

    private static Task WriteAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(JsonText.Write(body), context.RequestAborted).AsTask();
    }

    private JsonObject Mint(JsonObject request)
    {
        var life = TimeSpan.FromSeconds(request.Object("expires_after").Number("seconds") ?? DefaultSeconds);
        var settings = request.Object("session");
        var (value, expiresAt) = secrets.Mint("ek_", life, (JsonObject?)settings?.DeepClone());
        var kind = settings.Text("type") == "transcription" ? SessionKind.Transcription : SessionKind.Realtime;
        var form = new GaForm(takesAnyTranscriptionModel);
        var session = form.NewSession(new(IdSource.Make("sess"), kind, settings.Text("model") ?? "gpt-realtime", 0));
        form.Update(session, settings ?? [], hasSpoken: false);
        return new() { ["value"] = value, ["expires_at"] = expiresAt, ["session"] = session };
    }
}
