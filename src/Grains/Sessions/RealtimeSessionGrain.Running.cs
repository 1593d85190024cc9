using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Realtime.Configuration;
using Realtime.Configuration.Models;
using Realtime.Grains.Deployments.Routing;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Interfaces.Sessions.Takeover;
using Realtime.Grains.Metering;
using Realtime.Grains.Policies.Sessions;
using Realtime.Grains.Sessions.Clients;
using Realtime.Grains.Sessions.Guards;
using Realtime.Grains.Sessions.Replacement;
using Realtime.Grains.Sessions.Stages.Guarding;
using Realtime.Grains.Sessions.Takeover;
using Realtime.Grains.Telemetry;

namespace Realtime.Grains.Sessions;

/// <content>How a session begins to run here, and its client's connections.</content>
internal sealed partial class RealtimeSessionGrain
{
    private SnapshotWriter? _snapshots;
    private GrainState<SessionSnapshotState> _stored = new(new SessionSnapshotState());
    private DateTimeOffset _startedAt;
    private SessionPolicy? _policy;

    private string Here => silo.SiloAddress.ToParsableString();

    /// <inheritdoc/>
    public async Task<SessionOpenResult> Reattach(SessionReattachRequest request, ISessionClient client)
    {
        if (_session is { } held)
        {
            return held.IsEnding ? await EndedHereAsync(held) : Rejoin(request, client);
        }

        if (activeSessions.IsDraining)
        {
            DeactivateOnIdle();
            return SessionOpenResult.Refused(SessionErrors.DrainingSilo) with { Silo = Here };
        }

        if (_opening)
        {
            return SessionOpenResult.Refused(SessionErrors.DrainingSilo);
        }

        // The later of the two: what the gateway has is of the last turn's end, and there even when Redis is away or has forgotten.
        var (snapshot, stored) = await snapshots.ReadAsync(this.GetGrainId());
        var given = snapshots.Read(request.Snapshot);
        snapshot = SessionRestorer.Choose(snapshot, given, request);
        var (place, refusal) = await AdmitAgainAsync(snapshot, SessionRestorer.Restore(snapshot, request));
        if (place is null)
        {
            DeactivateOnIdle();
            return refusal!;
        }

        _stored = stored;
        GoOn(place, request.GatewayId, client, link => link.GoOnFrom(
            request.Connection + 1, request.AttemptId, request.ClientFrames, request.ServerFrames, request.LastEventId, request.ResumeToken));
        return Opened(token: null) with { ClientFrames = request.ClientFrames };
    }

    // The silo that held the session died while its client was away, or nobody ever held it.
    private async Task<SessionOpenResult?> GoOnWaitingAsync(SessionResumeRequest request, ISessionClient client)
    {
        if (activeSessions.IsDraining)
        {
            return SessionOpenResult.Refused(SessionErrors.DrainingSilo) with { Silo = Here };
        }

        var (snapshot, stored) = await snapshots.ReadAsync(this.GetGrainId());
        if (snapshot?.Away is not { } away || time.GetUtcNow() - away.LostAt > config.Current.General.ResumeWindow)
        {
            return SessionOpenResult.Refused(ResumeRefusals.Expired);
        }

        if (snapshot.Open.KeyHash != request.KeyHash || !CryptographicOperations.FixedTimeEquals(ResumeToken.Hash(request.Token), away.TokenHash))
        {
            return SessionOpenResult.Refused(ResumeRefusals.InvalidToken);
        }

        // There is no journal: nothing was heard since.
        var nothing = new SessionReattachRequest { AttemptId = "", GatewayId = "" };
        var (place, refusal) = await AdmitAgainAsync(snapshot, SessionRestorer.Restore(snapshot, nothing));
        if (place is null)
        {
            return refusal!.Refusal == SessionErrors.Lost ? SessionOpenResult.Refused(ResumeRefusals.Expired) : refusal;
        }

        _stored = stored;
        GoOn(place, request.GatewayId, client, link => link.GoOnWaiting(away, snapshot.Connection, snapshot.ClientFrames));
        return null;
    }

    private async Task<(RestoredPlace? Place, SessionOpenResult? Refusal)> AdmitAgainAsync(SessionSnapshot? snapshot, RestoredSession? restored)
    {
        var current = config.Current;
        if (restored is null
            || RoutingRules.Resolve(current.Models, restored.Open.Model, restored.Open.Routing) is not { } all
            || ModelAccess.ForTeam(all, restored.Open.Principal?.TeamId) is not { } group)
        {
            return (null, SessionOpenResult.Refused(SessionErrors.Lost) with { Silo = Here });
        }

        // Its places in the limits are still its own.
        var (policy, refusal) = await policies.AdmitAsync(this.GetPrimaryKeyString(), restored.Open, group, CancellationToken.None);
        if (policy is null)
        {
            return (null, SessionOpenResult.Refused(refusal!.Status >= 500 ? SessionErrors.DrainingSilo : SessionErrors.Lost));
        }

        // Guardrails that were given or taken since the session began are the reason why it may be here.
        restored = restored with { Open = restored.Open with { Principal = restored.Open.Principal is { } principal ? policy.Renew(principal) : null } };
        _startedAt = snapshot?.StartedAt ?? time.GetUtcNow();
        if (guards.SelectAgain(current, this.GetPrimaryKeyString(), restored.Open, group, restored.Guard) is not { } guardrails)
        {
            // Without a guardrail that it was promised it is better at its end.
            LogUnguarded(this.GetPrimaryKeyString());
            await policy.ReleaseAsync(neverStarted: false);
            return (null, SessionOpenResult.Refused(SessionErrors.Lost));
        }

        return (new RestoredPlace(restored, current, group, policy, guardrails), null);
    }

    private SessionOpenResult Start(
        SessionOpenRequest request,
        ISessionClient? client,
        LocalSession? local,
        RealtimeConfig current,
        UpstreamLink upstream,
        IUpstreamSource source,
        SessionPolicy policy,
        GuardrailSetup? guardrails,
        Activity? activity)
    {
        var deployment = upstream.Deployment;
        activity?.SetTag("realtime.deployment.id", deployment.Id);
        var connection = Connect(request.GatewayId, client, local);
        RealtimeSession? session = null;
        var link = new ClientLink(LinkOptions(request, current.General), connection, end => session!.EndAsync(end));
        session = new RealtimeSession(
            Setup(request, deployment, current, policy, guardrails),
            upstream,
            link,
            new SessionTelemetry(metrics, deployment, activity, time) { Lease = upstream.Lease },
            logger,
            source);
        _startedAt = time.GetUtcNow();
        _policy = policy;
        Hold(session, link, request);
        Attach(connection, local, number: 0);
        _gatewayId = request.GatewayId;
        var opened = Opened(link.IssueToken(request.Resume));
        Run(session);
        var sessionId = this.GetPrimaryKeyString();
        LogOpened(sessionId, request.Model, deployment.Id, request.ClientDialect, upstream.Dialect, upstream.ConnectTime);
        return opened;
    }

    private void GoOn(RestoredPlace place, string? gatewayId, ISessionClient client, Action<ClientLink> begin)
    {
        var (restored, current, group, policy, guardrails) = place;
        var open = restored.Open;
        var deployment = group.Deployments.FirstOrDefault(deployment => deployment.Id == restored.DeploymentId) ?? group.Deployments[0];
        var activity = RealtimeMetrics.Activities.StartActivity("realtime session", ActivityKind.Server);
        activity?.SetTag("gen_ai.conversation.id", this.GetPrimaryKeyString());
        activity?.SetTag("gen_ai.request.model", open.Model);
        var source = new GroupUpstreamSource(opener, config, this.GetPrimaryKeyString(), group, open, guardrails);
        var connection = Connect(gatewayId, client, local: null);
        var (conversation, kept) = TurnSettings.Own(restored.Conversation, restored.Guard);
        RealtimeSession? session = null;
        var link = new ClientLink(LinkOptions(open, current.General), connection, end => session!.EndAsync(end));
        begin(link);
        session = new RealtimeSession(
            Setup(open, deployment, current, policy, guardrails with { Kept = kept }),
            upstream: null,
            link,
            new SessionTelemetry(metrics, deployment, activity, time),
            logger,
            source,
            conversation);
        foreach (var (item, audio) in restored.Turns)
        {
            session.KeepTurn(item, audio);
        }

        _policy = policy;
        Hold(session, link, open);
        if (link.Remote is not null)
        {
            Attach(connection, local: null, link.Number);
            _gatewayId = gatewayId;
        }

        Run(session);

        // After the start, which takes stock of what the client waits for: these follow it, in their order.
        foreach (var message in restored.Again)
        {
            session.Enqueue(FrameKind.Text, message);
        }

        var sessionId = this.GetPrimaryKeyString();
        LogTakenOver(sessionId, restored.Conversation.Items.Count, restored.Again.Count, link.Remote is null ? "waits for its client" : "has its client");
    }

    private void Hold(RealtimeSession session, ClientLink link, SessionOpenRequest request)
    {
        _session = session;
        _client = link;
        activeSessions.Add(session, link);
        DelayDeactivation(TimeSpan.MaxValue);
        if (!link.IsRemote || !snapshots.IsAvailable)
        {
            // A session that ends with its gateway needs no snapshot.
            return;
        }

        byte[] Serialize(SnapshotMoment moment) => snapshots.Serialize(Snapshot(moment, request, link, session));
        _snapshots = session.Snapshots = new SnapshotWriter(
            withConversation => session.Look(link, withConversation),
            moment => snapshots.WriteAsync(this.GetGrainId(), _stored, Serialize(moment)),
            (clientFrames, serverFrames, moment) =>
                link.Remote?.SavedAsync(clientFrames, serverFrames, moment is { } taken ? Serialize(taken) : null) ?? Task.FromResult(false),
            time);

        // For the silo that a client returns to when this one dies while it is away.
        link.PresenceChanged = _snapshots.Force;
    }

    private void Run(RealtimeSession session)
    {
        session.Start();
        _snapshots?.Start();
        _policy!.ListenForDuration(() => session.EndAfter(MaxDuration(session)));
        _policy.ListenForGuards(LeaveForGuards);
        if (_endedEarly is { } end)
        {
            session.EndAsync(end).Ignore();
        }

        DeactivateAtEndAsync(session).Ignore();
    }

    // A session is built for its guardrails: with others it goes on as on another silo, where its client keeps its socket through that.
    private void LeaveForGuards()
    {
        if (_snapshots is not null)
        {
            _client!.LeaveAtTurnEnd(_session!);
        }
        else
        {
            _session!.AtTurnEnd(() => _session!.EndAsync(SessionErrors.GuardsChanged).Ignore());
        }
    }

    private SessionSnapshot Snapshot(SnapshotMoment moment, SessionOpenRequest request, ClientLink link, RealtimeSession session) => new()
    {
        Open = request,
        Conversation = moment.Conversation!.ToUtf8(),
        Guard = moment.Guard,
        ClientFrames = moment.ClientFrames,
        ServerFrames = moment.ServerFrames,
        Connection = link.Number,
        DeploymentId = session.DeploymentId,
        StartedAt = _startedAt,
        Away = moment.Away,
    };

    private SessionSetup Setup(
        SessionOpenRequest request, Deployment deployment, RealtimeConfig current, SessionPolicy policy, GuardrailSetup? guardrails) => new()
    {
        SessionId = this.GetPrimaryKeyString(),
        Model = request.Model,
        ClientDialect = request.ClientDialect,
        AllowedModels = request.AllowedModels,
        RequestedModel = request.Principal?.RequestedModel,
        NamesDeployment = request.NamesDeployment,
        Models = current.Models,
        IdleTimeout = deployment.IdleTimeout ?? current.General.IdleTimeout,
        MaxDuration = Left(Shorter(deployment.MaxSessionDuration ?? current.General.MaxSessionDuration, policy.MaxDuration)),
        Policy = policy,
        Meter = new SessionMeter(meters, policy, request.Model, deployment) { LogGuard = LogGuard.For(guardrails) },
        Guardrails = guardrails?.Guardrails.All.Count > 0 ? guardrails : null,
        EventIds = eventIds,
        Time = time,
    };

    // With what is set now for the key and for the deployment that serves the session now.
    private TimeSpan? MaxDuration(RealtimeSession session)
    {
        var current = config.Current;
        var deployment = current.Deployments.FirstOrDefault(one => one.Id == session.DeploymentId);
        return Left(Shorter(deployment?.MaxSessionDuration ?? current.General.MaxSessionDuration, _policy!.MaxDuration));
    }

    private static TimeSpan? Shorter(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other ?? one : one;

    // A session that has come from another silo has run for a while.
    private TimeSpan? Left(TimeSpan? duration)
    {
        var left = duration - (_startedAt == default ? TimeSpan.Zero : time.GetUtcNow() - _startedAt);
        return left < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : left;
    }

    private ClientLinkOptions LinkOptions(SessionOpenRequest request, GeneralSettings general) => new()
    {
        SessionId = this.GetPrimaryKeyString(),
        Window = general.ResumeWindow,
        Offer = request.Resume,
        KeyHash = request.KeyHash,
        Limits = new SentFramesLimits { MaxBytes = general.ResumeBufferBytes, MaxFrames = general.ResumeBufferEvents },
        Budget = sentFrames,
        EventIds = eventIds,
        Time = time,
        Metrics = metrics,
        Logger = logger,
    };

    private SessionOpenResult Opened(string? token) => new() { Silo = Here, Connection = _client!.Number, ResumeToken = token };

    private SessionOpenResult ResumeHere(SessionResumeRequest request, ISessionClient? client)
    {
        if (_client is not { } link)
        {
            DeactivateOnIdle();
            return SessionOpenResult.Refused(ResumeRefusals.Expired);
        }

        var local = localSessions.Find(request.AttemptId);
        if (local is null && client is null)
        {
            return SessionOpenResult.Refused(_clientGone);
        }

        var result = link.Resume(request, number => Reconnect(request.GatewayId, client, local, number));
        if (result.Refusal is null && (activeSessions.IsDraining || _policy!.HaveGuardsChanged))
        {
            link.LeaveAtTurnEnd(_session!);
        }

        return result with { Silo = Here };
    }

    private SessionOpenResult Rejoin(SessionReattachRequest request, ISessionClient client)
    {
        var result = _client!.Rejoin(
            request.Connection,
            request.AttemptId,
            request.ServerFrames,
            number => Reconnect(request.GatewayId, client, local: null, number));
        return result with { Silo = Here };
    }

    // Its part here ends; the activation makes room for another one elsewhere.
    private async Task<SessionOpenResult> EndedHereAsync(RealtimeSession held)
    {
        if (!held.Ended.IsCompleted)
        {
            return SessionOpenResult.Refused(SessionErrors.DrainingSilo) with { Silo = Here };
        }

        DeactivateOnIdle();
        var end = await held.Ended;
        return SessionOpenResult.Refused(end.Cause == SessionEndCause.Moved ? SessionErrors.DrainingSilo : SessionErrors.Lost) with { Silo = Here };
    }

    private IClientLink Connect(string? gatewayId, ISessionClient? client, LocalSession? local) => local is null
        ? new RemoteClientLink(new GrainBoundClient(client!, TaskScheduler.Current), gatewayId ?? "", time, logger)
        : new DeferredClientLink(local.Client);

    private IClientLink Reconnect(string? gatewayId, ISessionClient? client, LocalSession? local, int number)
    {
        var connection = Connect(gatewayId, client, local);
        _gatewayId = gatewayId;
        Attach(connection, local, number);
        return connection;
    }

    private void Attach(IClientLink connection, LocalSession? local, int number)
    {
        var client = _client!;
        var attachment = new ClientAttachment(_session!, client, number);
        if (connection is RemoteClientLink remote)
        {
            remote.Lost = () => client.ConnectionEndedAsync(number, new SessionEnd(SessionEndCause.GatewayLost, 1006, "")).Ignore();
            (_formerReceiver, _receiver) = (_receiver, new BatchReceiver(attachment, time));
        }
        else
        {
            local!.Session = attachment;
        }
    }

    private async Task DeactivateAtEndAsync(RealtimeSession session)
    {
        var end = await session.Ended;
        if (_snapshots is { } writer)
        {
            await writer.DisposeAsync();
            if (end.Cause != SessionEndCause.Moved)
            {
                await snapshots.DeleteAsync(this.GetGrainId(), _stored);
            }
        }

        DeactivateOnIdle();
    }

    [LoggerMessage(
        EventId = 1153,
        Level = LogLevel.Warning,
        Message = "Session {SessionId} does not go on here: a guardrail or a policy that it has is no longer configured")]
    private partial void LogUnguarded(string sessionId);

    [LoggerMessage(
        EventId = 1152,
        Level = LogLevel.Information,
        Message = "Session {SessionId} goes on here, with {Items} items, and {Presence}; {Again} messages of its client are sent again")]
    private partial void LogTakenOver(string sessionId, int items, int again, string presence);
}
