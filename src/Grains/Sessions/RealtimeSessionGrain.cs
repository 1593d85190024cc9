using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Realtime.Configuration.Models;
using Realtime.Configuration.Reload;
using Realtime.Grains.Cluster;
using Realtime.Grains.Deployments.Routing;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Load;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Metering;
using Realtime.Grains.Policies.Sessions;
using Realtime.Grains.Sessions.Clients;
using Realtime.Grains.Sessions.Guards;
using Realtime.Grains.Sessions.Replacement;
using Realtime.Grains.Sessions.Takeover;
using Realtime.Grains.Telemetry;
using Realtime.Protocol.Events;
using Realtime.Providers;

namespace Realtime.Grains.Sessions;

/// <inheritdoc/>
[PreferLocalPlacement]
internal sealed partial class RealtimeSessionGrain(
    ConfigStore config,
    UpstreamOpener opener,
    SessionPolicies policies,
    MeterServices meters,
    ILocalSessions localSessions,
    ILocalSiloDetails silo,
    ActiveSessions activeSessions,
    SentFramesBudget sentFrames,
    SessionGuards guards,
    SessionSnapshotStore snapshots,
    RealtimeMetrics metrics,
    ILoadGauge load,
    Standstill standstill,
    IEventIdSource eventIds,
    TimeProvider time,
    ILogger<RealtimeSession> logger) : Grain, IRealtimeSessionGrain
{
    private static readonly SessionRefusal _clientGone =
        new(503, "server_error", "session_lost", "The session's client is gone.", RetryAfter: TimeSpan.Zero);

    private RealtimeSession? _session;
    private ClientLink? _client;
    private BatchReceiver? _receiver;
    private BatchReceiver? _formerReceiver;
    private string? _gatewayId;
    private bool _opening;
    private CancellationTokenSource? _connecting;
    private SessionEnd? _endedEarly;

    /// <inheritdoc/>
    public async Task<SessionOpenResult> Open(SessionOpenRequest request, ISessionClient? client)
    {
        if (_session is not null && request.GatewayId is { } gateway && gateway == _gatewayId)
        {
            // The gateway asks again because it lost a silo and cannot know whether it was the one that would have answered.
            return Opened(_client!.IssueToken(request.Resume));
        }

        if (_opening || _session is not null)
        {
            return SessionOpenResult.Refused(new SessionRefusal(409, "invalid_request_error", "session_exists", "This session is already open."));
        }

        if (activeSessions.IsDraining)
        {
            DeactivateOnIdle();
            return SessionOpenResult.Refused(SessionErrors.DrainingSilo) with { Silo = Here };
        }

        var local = localSessions.Find(this.GetPrimaryKeyString());
        var current = config.Current;
        // A gateway in this process has counted already.
        if (load.IsOverloaded || (local is null && activeSessions.Count >= (current.General.MaxSessions ?? int.MaxValue)))
        {
            DeactivateOnIdle();
            return SessionOpenResult.Refused(SessionErrors.FullSilo) with { Silo = Here };
        }

        if (local is null && client is null)
        {
            DeactivateOnIdle();
            return SessionOpenResult.Refused(_clientGone);
        }

        if (RoutingRules.Resolve(current.Models, request.Model, request.Routing) is not { } all
            || ModelAccess.ForTeam(all, request.Principal?.TeamId) is not { } group)
        {
            DeactivateOnIdle();
            return SessionOpenResult.Refused(new SessionRefusal(
                404, "invalid_request_error", "model_not_found", $"The model '{request.Model}' does not exist.", "model"));
        }

        _opening = true;
        ActivityContext.TryParse(request.TraceParent, null, isRemote: true, out var parent);
        var activity = RealtimeMetrics.Activities.StartActivity("realtime session", ActivityKind.Server, parent);
        activity?.SetTag("gen_ai.conversation.id", this.GetPrimaryKeyString());
        activity?.SetTag("gen_ai.request.model", request.Model);

        var (guardrails, blocked) = guards.Select(current, this.GetPrimaryKeyString(), request, group, activity?.Context ?? default);
        if (blocked is not null)
        {
            _opening = false;
            return Refused(blocked, activity);
        }

        var general = current.General;
        var limits = new UpstreamLimits(general.KeepaliveInterval, general.KeepaliveTimeout, general.WriteTimeout);
        var (policy, refusal) = await policies.AdmitAsync(this.GetPrimaryKeyString(), request, group, CancellationToken.None);
        UpstreamLink? upstream = null;
        if (policy is not null)
        {
            (request, refusal) = await guards.CheckBeginningAsync(guardrails!, request);
        }

        if (policy is not null && refusal is null)
        {
            (upstream, refusal) = await ConnectAsync(group, request, limits);
        }

        _opening = false;
        if (upstream is null)
        {
            await (policy?.ReleaseAsync(neverStarted: true) ?? Task.CompletedTask);
            return Refused(refusal!, activity);
        }

        var source = new GroupUpstreamSource(opener, config, this.GetPrimaryKeyString(), group, request, guardrails!);
        return Start(request, client, local, current, upstream, source, policy!, guardrails, activity);
    }

    /// <inheritdoc/>
    public async Task<SessionOpenResult> Resume(SessionResumeRequest request, ISessionClient? client)
    {
        var refused = _client is null && client is not null ? await GoOnWaitingAsync(request, client) : null;
        if (refused is not null)
        {
            DeactivateOnIdle();
        }

        var result = refused ?? ResumeHere(request, client);
        metrics.Resumes.Add(1, new KeyValuePair<string, object?>("realtime.outcome", result.Refusal?.Code ?? "resumed"));
        return result;
    }

    /// <inheritdoc/>
    public ValueTask<BatchReceipt> Push(int connection, FrameBatch batch)
    {
        if (standstill.IsSuspected)
        {
            return PushAfterStandstillAsync(connection, batch);
        }

        if (_receiver is { } receiver)
        {
            var taker = connection == _client!.Number ? receiver : _client.IsLeaving(connection) ? _formerReceiver : null;
            return taker is null || _session!.Ended.IsCompleted
                ? new ValueTask<BatchReceipt>(BatchReceipt.Gone)
                : taker.AcceptAsync(batch);
        }

        // The silo that held the session is gone, and this activation came up only to be asked: the gateway will bring the session here.
        return new ValueTask<BatchReceipt>(BatchReceipt.Unknown);
    }

    /// <inheritdoc/>
    public Task End(int connection, SessionEnd end)
    {
        if (_client is { } client)
        {
            return client.ConnectionEndedAsync(connection, end);
        }

        // Nobody waits for a connection to the provider any more.
        _endedEarly = end;
        _connecting?.Cancel();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Drain(int connection)
    {
        if (_client is { } client)
        {
            // A gateway that shares this process cannot leave its session behind.
            _session!.AtTurnEnd(client.Remote is null
                ? () => _session!.EndAsync(SessionErrors.Drained).Ignore()
                : () => client.ConnectionEndedAsync(connection, SessionErrors.Drained).Ignore());
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _connecting?.Cancel();
        if (_session is { } session)
        {
            await session.DisposeAsync().AsTask().WaitAsync(cancellationToken);
        }
    }

    // What waited in the sockets of a silo that stood still may have been sent to another one since.
    private async ValueTask<BatchReceipt> PushAfterStandstillAsync(int connection, FrameBatch batch)
    {
        await standstill.WaitAsync();
        return await Push(connection, batch);
    }

    private SessionOpenResult Refused(SessionRefusal refusal, Activity? activity)
    {
        metrics.Refusals.Add(1, new KeyValuePair<string, object?>("realtime.error.code", refusal.Code));
        activity?.SetStatus(ActivityStatusCode.Error, refusal.Message);
        activity?.Dispose();
        DeactivateOnIdle();
        return SessionOpenResult.Refused(refusal);
    }

    private async Task<UpstreamOpenResult> ConnectAsync(ModelGroup group, SessionOpenRequest request, UpstreamLimits limits)
    {
        if (_endedEarly is not null)
        {
            return new UpstreamOpenResult(null, _clientGone);
        }

        using var connecting = new CancellationTokenSource();
        _connecting = connecting;
        try
        {
            var wish = new UpstreamWish { SessionId = this.GetPrimaryKeyString(), Group = group, Request = request, Limits = limits };
            return await opener.OpenAsync(wish, connecting.Token);
        }
        catch (OperationCanceledException) when (connecting.IsCancellationRequested)
        {
            return new UpstreamOpenResult(null, _clientGone);
        }
        finally
        {
            _connecting = null;
        }
    }

    [LoggerMessage(
        EventId = 1100,
        Level = LogLevel.Information,
        Message = "Session {SessionId} of model {Model} runs on deployment {Deployment}; client {ClientForm}, provider {UpstreamForm}, connected in {ConnectTime}")]
    private partial void LogOpened(
        string sessionId,
        string model,
        string deployment,
        Protocol.Translation.Dialect clientForm,
        Protocol.Translation.Dialect upstreamForm,
        TimeSpan connectTime);
}
