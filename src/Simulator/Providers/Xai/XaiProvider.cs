using System.Text.Json.Nodes;
using Realtime.Simulator.Connections;
using Realtime.Simulator.Conversation;
using Realtime.Simulator.Hosting;
using Realtime.Simulator.Json;
using Realtime.Simulator.Sessions;
using Realtime.Simulator.Shapes;

namespace Realtime.Simulator.Providers.Xai;

/// <summary>xAI's edge.</summary>
internal sealed class XaiProvider(SimulatorOptions options, ClientSecrets secrets) : IRealtimeProvider
{
    private const string DefaultModel = "grok-voice-latest";
    private const string SecretPrefix = "xai-realtime-client-secret-";
    private const double DefaultSecretSeconds = 600;
    private const double LongestSecretSeconds = 3600;

    private readonly XaiConversations _conversations = new(options.Time);

    public string Name => "xai";

    public string Path => "/xai/v1/realtime";

    public TimeSpan SessionLength => options.SessionLength * 2;

    public (FieldProblem Problem, string Type) Expiry => (new("max_duration", "The session has reached its maximum duration.", null), "max_duration");

    public string? ModelOf(HttpRequest request) => request.Query["model"].ToString() is { Length: > 0 } model ? model : null;

    public JsonObject RefusalBody(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Body("invalid_api_key", "Incorrect API key provided."),
        StatusCodes.Status429TooManyRequests => Body("rate_limit_exceeded", "Too many concurrent sessions."),
        >= 500 => Body("internal_error", "The service is not available."),
        _ => Body("invalid_request", "The request is not valid."),
    };

    public Admission Admit(HttpContext context)
    {
        var key = Credential.Bearer(context.Request) ?? Credential.Protocol(context, Credential.XaiProtocol) ?? Credential.Protocol(context, Credential.OpenAiProtocol);
        if (!IsValid(key))
        {
            return Admission.Refuse(StatusCodes.Status401Unauthorized, RefusalBody(StatusCodes.Status401Unauthorized));
        }

        var model = ModelOf(context.Request) ?? DefaultModel;
        var effort = context.Request.Query["reasoning.effort"].ToString();
        return model.StartsWith("missing", StringComparison.Ordinal)
            ? Admission.Refuse(StatusCodes.Status404NotFound, Body("model_not_found", $"The model {model} does not exist."))
            : Admission.Accept(new XaiForm(), SessionKind.Realtime, model, effort.Length == 0 ? null : new() { ["reasoning"] = new JsonObject { ["effort"] = effort } });
    }

    public void Start(RealtimeSession session, HttpRequest request)
    {
        var context = session.Context;
        session.Greet();
        lock (context.Gate)
        {
            var wanted = request.Query["conversation_id"].ToString();
            var resumed = wanted.Length > 0 ? _conversations.Take(wanted) : null;
            context.ConversationId = resumed is null ? context.ConversationId : wanted;
            context.History = resumed ?? context.History;
            context.Output.SendAsIs(new()
            {
                ["type"] = "conversation.created",
                ["conversation"] = new JsonObject { ["id"] = context.ConversationId, ["object"] = "realtime.conversation" },
            });
            foreach (var item in context.History.Items)
            {
                context.Output.SendAsIs(new() { ["type"] = "conversation.item.created", ["previous_item_id"] = context.History.Before(item), ["item"] = ItemWriter.Write(item) });
            }
        }

        context.Start(() => PingAsync(context));
    }

    public void End(RealtimeSession session)
    {
        lock (session.Context.Gate)
        {
            _conversations.Keep(session.Context);
        }
    }

    /// <summary>Answers <c>POST .../realtime/client_secrets</c>.</summary>
    public async Task MintAsync(HttpContext context)
    {
        JsonObject body;
        if (!IsValid(Credential.Bearer(context.Request)))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            body = RefusalBody(StatusCodes.Status401Unauthorized);
        }
        else
        {
            using var sent = new MemoryStream();
            await context.Request.Body.CopyToAsync(sent, context.RequestAborted);
            var request = JsonText.TryParse(sent.ToArray(), out var parsed) ? parsed : null;
            var seconds = Math.Clamp(request.Object("expires_after").Number("seconds") ?? DefaultSecretSeconds, 1, LongestSecretSeconds);
            var (value, expiresAt) = secrets.Mint(SecretPrefix, TimeSpan.FromSeconds(seconds), null);
            body = new() { ["value"] = value, ["expires_at"] = expiresAt };
        }

        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(JsonText.Write(body), context.RequestAborted);
    }

    private static JsonObject Body(string code, string message) => new() { ["code"] = code, ["error"] = message };

    private bool IsValid(string? key) => key is not null
        && !key.StartsWith("xai-invalid", StringComparison.Ordinal)
        && !key.StartsWith("sk-invalid", StringComparison.Ordinal)
        && (!key.StartsWith(SecretPrefix, StringComparison.Ordinal) || secrets.TryUse(key, out _));

    private async Task PingAsync(SessionContext session)
    {
        while (true)
        {
            session.Output.SendAsIs(new() { ["type"] = "ping", ["timestamp"] = options.Time.GetUtcNow().ToUnixTimeMilliseconds() });
            await Task.Delay(options.XaiPingInterval, options.Time, session.Ended);
        }
    }
}
