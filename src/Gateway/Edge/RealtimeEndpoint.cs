using System.Diagnostics;
using Realtime.Configuration;
using Realtime.Configuration.Reload;
using Realtime.Gateway.Admission;
using Realtime.Gateway.Errors;
using Realtime.Gateway.Health;
using Realtime.Gateway.Sessions;
using Realtime.Gateway.Telemetry;
using Realtime.Grains.Interfaces.Load;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Protocol.Events;
using Realtime.Protocol.WebSockets;

namespace Realtime.Gateway.Edge;

/// <summary>The WebSocket endpoint: admit, open, and only then accept, so that no client is told 101 and then dropped.</summary>
internal sealed partial class RealtimeEndpoint(
    ConfigStore config,
    KeyGate keys,
    ISessionConnector connector,
    OpenClients clients,
    ClientTraffic traffic,
    ClusterWatch cluster,
    ILoadGauge load,
    GatewayMetrics metrics,
    IEventIdSource eventIds,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<RealtimeEndpoint> logger)
{
    private const string TranscriptionIntent = "transcription";

    // How long what a client sent before it left may still take to go up.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);
    private static readonly string[] OwnParameters = 
    [
        "model", "deployment", "api-version", "api-key", "intent", "errors", "guardrails", "resume", "last_event_id", "resumable", "user",
    ];

    /// <summary>Serves one request.</summary>
    /// <param name="context">The request.</param>
    /// <returns>A task that ends with the session.</returns>
    public async Task HandleAsync(HttpContext context)
    {
        if (UpgradeRequest.Check(context) is { } noUpgrade)
        {
            await ErrorBody.WriteAsync(context.Response, noUpgrade).ConfigureAwait(false);
            return;
        }

        var general = config.Current.General;
        var credentials = ClientCredentials.Read(context.Request, general.KeyHeaderName);
        var errorsAsEvents = credentials.FromSubprotocol || context.Request.Query["errors"] == "events";
        var (session, sessionId, refusal) = await OpenAsync(context, credentials, general).ConfigureAwait(false);
        if (refusal is not null)
        {
            LogRefused(refusal.Status, refusal.Code);
            metrics.Refused(refusal);
            await RefuseAsync(context, refusal, errorsAsEvents, general).ConfigureAwait(false);
            return;
        }

        if (session is not null)
        {
            await RunAsync(context, session, sessionId, general).ConfigureAwait(false);
        }
    }

    private async Task<(IGatewaySession? Session, string SessionId, SessionRefusal? Refusal)> OpenAsync(
        HttpContext context, ClientCredentials credentials, GeneralSettings general)
    {
        if (OriginGate.Check(context.Request, general) is { } origin)
        {
            return (null, "", origin);
        }

        if (clients.IsDraining)
        {
            return (null, "", Refusals.Draining);
        }

        // A client that returns to a running session is no load that was not there.
        if (load.IsOverloaded && ResumeQuery.Token(context.Request) is null)
        {
            return (null, "", Refusals.Overloaded);
        }

        var (caller, refusal) = await keys.AdmitAsync(credentials.Key, CallerDetails.Read(context.Request, general), context.RequestAborted).ConfigureAwait(false);
        if (caller is null)
        {
            return (null, "", refusal);
        }

        var offer = ResumeQuery.Offer(context.Request, credentials, general);
        var resume = ResumeQuery.Token(context.Request);
        var (request, wrong) = resume is null ? Describe(context, caller, offer) : (null, null);
        var sessionId = SessionIds.Create();
        if (request is null && !ResumeToken.TryParse(resume, out sessionId))
        {
            return (null, "", wrong ?? Refusals.NoResumeToken);
        }

        if (!cluster.IsReachable)
        {
            return (null, "", Refusals.NotReady);
        }

        if (!clients.TryBeginOpening(general.MaxSessions))
        {
            return (null, "", Refusals.Full);
        }

        IGatewaySession? session = null;
        try
        {
            (session, refusal) = request is not null
                ? await connector.ConnectAsync(sessionId, request, context.RequestAborted).ConfigureAwait(false)
                : await connector.ResumeAsync(sessionId, ResumeQuery.Read(context.Request, caller, offer), context.RequestAborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return (null, sessionId, null);
        }
        finally
        {
            clients.EndOpening(session);
        }

        if (session is not null && clients.IsDraining)
        {
            // The drain began while it was opened and has not seen it.
            await session.DrainAsync().ConfigureAwait(false);
        }

        return (session, sessionId, refusal);
    }

    private (SessionOpenRequest? Request, SessionRefusal? Refusal) Describe(HttpContext context, Caller caller, ResumeOffer offer)
    {
        var query = context.Request.Query;
        var models = config.Current.Models;
        var intent = query["intent"].ToString();
        if (intent.Length > 0 && intent != TranscriptionIntent)
        {
            return (null, Refusals.Invalid("invalid_intent", "intent", $"The intent must be '{TranscriptionIntent}' or absent."));
        }

        var model = query["model"].ToString();
        if (model.Length == 0)
        {
            model = query["deployment"].ToString();
        }

        if (model.Length == 0)
        {
            model = caller.Secret?.Model ?? (intent.Length > 0 ? DefaultTranscriptionModel() : "");
        }

        if (model.Length == 0)
        {
            return (null, Refusals.MissingModel);
        }

        if (config.Current.General.EnforceUserParam && caller.Principal.CustomerId is null)
        {
            return (null, Refusals.MissingUser);
        }

        if (!caller.MayUse(model, config.Current))
        {
            return (null, Refusals.ModelDenied(model));
        }

        var meaning = caller.Meaning(model, config.Current);
        if (models.Resolve(meaning) is null)
        {
            return (null, Refusals.UnknownModel(model));
        }

        return (
            new SessionOpenRequest
            {
                Model = meaning,
                Principal = caller.Principal with { RequestedModel = meaning == model ? null : model },
                Tags = caller.Principal.Tags,
                Routing = RoutingReader.Read(caller.Principal.RouterSettings),
                ClientDialect = ClientForm.Detect(context.Request),
                Intent = caller.Secret?.Intent ?? (intent.Length > 0 ? intent : null),
                Query = query
                    .Where(parameter => !OwnParameters.Contains(parameter.Key, StringComparer.OrdinalIgnoreCase))
                    .ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString(), StringComparer.Ordinal),
                BoundSettings = caller.Secret?.Settings,
                AllowedModels = caller.Rights?.Named(config.Current, model) ?? caller.AllowedModels,
                KeyHash = caller.KeyHash,
                Resume = offer,
                NamesDeployment = RealtimeRoutes.IsAzure(context.Request.Path),
                RequestedGuardrails = GuardrailNames(query["guardrails"]),
                TraceParent = Activity.Current?.Id ?? context.Request.Headers.TraceParent.ToString() switch
                {
                    "" => null,
                    var parent => parent,
                },
            },
            null);
    }

    private static string[] GuardrailNames(IEnumerable<string?> values) =>
        [.. values.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct(StringComparer.Ordinal)];

    // A transcription session names no model in OpenAI's protocol.
    private string DefaultTranscriptionModel() => config.Current.Deployments
        .FirstOrDefault(deployment => deployment.Info.Mode == "audio_transcription" || deployment.ModelName == "gpt-realtime-whisper")
        ?.ModelName ?? "";

    private async Task RunAsync(HttpContext context, IGatewaySession session, string sessionId, GeneralSettings general)
    {
        // A client that goes away during the upgrade has no token to return with.
        var end = new SessionEnd(SessionEndCause.ClientClosed, 1006, "");
        try
        {
            context.Response.Headers["x-realtime-session-id"] = sessionId;
            if (session.ResumeToken is { } token)
            {
                context.Response.Headers["x-realtime-resume-token"] = token;
            }

            using var gone = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
            using var watch = context.RequestAborted.Register(() => gone.CancelAfter(LastWords));
            var connection = await UpgradeRequest.AcceptAsync(context, Limits(general, context), time).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                end = new SessionEnd(SessionEndCause.ClientLost, 1006, "");
                session.Attach(new ClientSocket(connection, traffic));
                end = await ClientPump.RunAsync(connection, session, traffic, gone.Token).ConfigureAwait(false);

                // Before the goodbye to the client, which may take its time: the provider need not wait for it.
                await session.EndAsync(end).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client went away during the upgrade.
        }
        finally
        {
            await session.EndAsync(end).ConfigureAwait(false);
            await session.DisposeAsync().ConfigureAwait(false);
            clients.Remove(session);
        }
    }

    private async Task RefuseAsync(HttpContext context, SessionRefusal refusal, bool asEvent, GeneralSettings general)
    {
        var isGuardrail = refusal.Type == SessionRefusal.GuardrailType;
        if (!asEvent && !isGuardrail)
        {
            await ErrorBody.WriteAsync(context.Response, refusal).ConfigureAwait(false);
            return;
        }

        var connection = await UpgradeRequest.AcceptAsync(context, Limits(general, context), time).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var error = new System.Buffers.ArrayBufferWriter<byte>(256);
            if (isGuardrail)
            {
                GuardrailError.Write(error, refusal.Message);
            }
            else
            {
                RealtimeErrorEvent.Write(error, eventIds.Next(), refusal.Type, refusal.Code, refusal.Message, refusal.Param, null);
            }

            await connection.WriteAsync(WebSocketMessageKind.Text, error.WrittenMemory, true, lifetime.ApplicationStopping).ConfigureAwait(false);
            var (code, reason) = isGuardrail ? (GuardrailError.CloseCode, GuardrailError.CloseReason) : (refusal.CloseCode, refusal.Message);
            await connection.CloseAsync((ushort)code, reason, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static void Abort(HttpContext context)
    {
        try
        {
            context.Abort();
        }
        catch (ObjectDisposedException)
        {
            // The request has ended meanwhile, and its connection with it.
        }
    }

    private static WebSocketConnectionOptions Limits(GeneralSettings general, HttpContext context) => new()
    {
        Role = WebSocketRole.Server,
        MaxMessageBytes = general.MaxMessageBytes,
        KeepAliveInterval = general.KeepaliveInterval,
        KeepAliveTimeout = general.KeepaliveTimeout,
        WriteTimeout = general.WriteTimeout,
        OnAbort = () => Abort(context),
    };

    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "A session was refused: HTTP {Status}, {Code}")]
    private partial void LogRefused(int status, string code);
}
