using Microsoft.Extensions.Logging;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Sessions.Replacement;
using Realtime.Protocol.Conversations;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers;

namespace Realtime.Grains.Sessions;

/// <content>The operation by which one upstream takes another's place.</content>
internal sealed partial class SessionUpstream
{
    private static readonly ResponseCut UpstreamLost = ResponseCut.Failed(
        "server_error", "upstream_lost", "The connection to the provider was lost while it answered.");

    // Without delay: the client's input is held and its cut response is closed before this returns.
    private void Replace(ReplacementCause cause, UpstreamEnd? end, UpstreamLink? expected)
    {
        lock (_pipeline.Gate)
        {
            if (_isReplacing || _link != expected || _session.Stop.IsCancellationRequested)
            {
                return;
            }

            _isReplacing = true;
            var from = _parts.Setup.Time.GetTimestamp();
            var old = _link;
            Hold();
            _pump?.Replace();
            _pipeline.Use(_holding.Edge);
            _parts.Continuity.DropLastWord();
            var cut = _parts.Conversation.Cut(UpstreamLost, _parts.Setup.EventIds);
            _cut = cut with { Pending = _held.Without(cut.Pending) };
            foreach (var closing in _cut.Closing)
            {
                _pipeline.SendToClient(closing);
            }

            _link = null;
            Track(Task.Run(() => ReplaceAsync(cause, end, old, from)));
        }
    }

    private async Task ReplaceAsync(ReplacementCause cause, UpstreamEnd? end, UpstreamLink? old, long from)
    {
        try
        {
            // First, since a client that does not read may keep the rest waiting until the session ends.
            Retire(old);
            await _parts.Client.FlushAsync(_session.Stop).ConfigureAwait(false);
            var refusal = await OpenAsync(cause, end, old, from).ConfigureAwait(false);
            if (refusal is not null)
            {
                _parts.Telemetry.Replaced(cause, "failed", _parts.Setup.Time.GetElapsedTime(from));
                LogNotReplaced(_parts.Setup.SessionId, cause, refusal.Code, refusal.Message);
                var (sessionEnd, error) = UpstreamEnds.Unreplaced(end, _parts.Setup.EventIds);
                _session.End(sessionEnd, error);
            }
        }
        catch (OperationCanceledException) when (_session.Stop.IsCancellationRequested)
        {
            // The session ended meanwhile.
        }
#pragma warning disable CA1031 // Nothing else awaits this: a failure must not leave a session behind that is neither open nor closed.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _session.Fail(exception);
        }
    }

    // Gives null when a fresh upstream stands.
    private async Task<SessionRefusal?> OpenAsync(ReplacementCause cause, UpstreamEnd? end, UpstreamLink? old, long from)
    {
        var options = _parts.Options;
        var time = _parts.Setup.Time;
        using var total = new CancellationTokenSource(options.TotalTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(total.Token, _session.Stop);
        SessionRefusal? refusal = null;
        var backoff = options.Backoff;
        for (var attempt = 0; attempt < options.MaxAttempts; attempt++)
        {
            try
            {
                if (attempt > 0)
                {
                    await Task.Delay(backoff, time, either.Token).ConfigureAwait(false);
                    backoff *= 2;
                }

                // A deployment that does not answer, or was lost twice without having answered, is not the first to be asked again.
                var distrusted = attempt == 0 && cause == ReplacementCause.Loss
                    && (_losses > 1 || end?.Kind is UpstreamEndKind.Silent or UpstreamEndKind.NotReading) ? _deployment?.Id : null;
                var (link, refused) = await _parts.Source!.OpenAsync(
                    Beginning(old, cause == ReplacementCause.Loss), distrusted is null ? _deployment?.Id : null, distrusted is null ? [] : [distrusted], either.Token).ConfigureAwait(false);
                if (link is not null)
                {
                    GoLive(link, cause, from);
                    await link.Connection.FlushAsync(_session.Stop).ConfigureAwait(false);
                    await _parts.Client.FlushAsync(_session.Stop).ConfigureAwait(false);
                    _session.AfterStep();
                    return null;
                }

                refusal = refused;
            }
            catch (OperationCanceledException) when (!_session.Stop.IsCancellationRequested)
            {
                break;
            }
        }

        return refusal ?? new SessionRefusal(504, "server_error", "upstream_timeout", "No provider answered in time.");
    }

    private UpstreamStart Beginning(UpstreamLink? old, bool isAfterLoss)
    {
        // Before the conversation's own lock, which the pipeline takes inside this one: the other way round, a client that speaks now would wait for ever.
        lock (_pipeline.Gate)
        {
            // A fresh upstream is not told first what it is to forget then: an answer might come in between.
            _deleted = [.. _parts.Conversation.PendingRequests
                .Where(request => request.Type == RealtimeEventType.ConversationItemDelete).Select(request => request.ItemId).OfType<string>()];
            return new()
            {
                SessionId = _parts.Setup.SessionId,
                IsReplacement = true,
                IsAfterLoss = isAfterLoss,
                Settings = _parts.Conversation.ReplaySettings(),
                History = _parts.Conversation.ReplayItems(
                    _parts.Setup.EventIds, [.. _cut?.Partial ?? [], .. _deleted], item => _parts.Audio?.OfItem(item)),
                Carried = old is { Host.Carried: { } state } ? new CarriedState(old.Deployment.Id, state) : null,
            };
        }
    }

    private void GoLive(UpstreamLink link, ReplacementCause cause, long from)
    {
        lock (_pipeline.Gate)
        {
            if (_session.Stop.IsCancellationRequested)
            {
                Retire(link);
                return;
            }

            _parts.ClientGate.Block();
            var cut = _cut!;
            var before = _deployment;
            Use(link);
            _parts.Continuity.Use(link.Replay, _parts.Conversation.Items, cut.SpeechItemId, _deleted);
            var (held, dropped) = _held.TakeAll();
            SendAgain(cut, held);
            foreach (var message in held)
            {
                Send(message.Message);
            }

            _cut = null;
            _isReplacing = false;
            foreach (var first in link.TakeFirstEvents())
            {
                _pipeline.SendToClient(first);
            }

            _parts.ClientGate.Unblock();
            Run(link, _pump!);
            AttachHost(link, _route.Edge);
            var gap = _parts.Setup.Time.GetElapsedTime(from);
            _parts.Telemetry.Moved(link.Deployment, link.Lease);
            _parts.Telemetry.Replaced(cause, "replaced", gap);
            LogReplaced(_parts.Setup.SessionId, cause, before?.Id, link.Deployment.Id, gap, link.Replay?.Refused ?? 0, dropped);
        }
    }

    // The response that the user waits for first, then what was asked and not answered, with the turn under way in its place.
    private void SendAgain(ConversationCut cut, IReadOnlyList<HeldMessage> held)
    {
        var isCancelled = held.Any(message => message.Type == RealtimeEventType.ResponseCancel);
        if (cut.Again is { } again && !isCancelled)
        {
            _parts.Conversation.OnClientEvent(again.Type, again.Payload.Span);
            Send(again);
        }

        if (_parts.Audio is { } audio)
        {
            audio.Replay(cut.Pending, _heldFrom, Send);
        }
        else
        {
            foreach (var request in cut.Pending.Where(request => request.Payload.Length > 0))
            {
                Send(new EventMessage(request.Type, request.Payload));
            }
        }
    }

    // Stages have seen it, and it may name the model by the name of the former deployment's.
    private void Send(in EventMessage message) => _pipeline.SendToUpstream(_parts.Model.ForDeployment(message));

    private void OpenAhead()
    {
        lock (_pipeline.Gate)
        {
            if (_link is not { } old || _isReplacing || _isOpeningAhead)
            {
                return;
            }

            _isOpeningAhead = true;
            Track(Task.Run(() => OpenAheadAsync(old)));
        }
    }

    private async Task OpenAheadAsync(UpstreamLink old)
    {
        try
        {
            var version = _parts.Conversation.Version;
            var (link, refusal) = await _parts.Source!.OpenAsync(Beginning(old, isAfterLoss: false), old.Deployment.Id, [], _session.Stop).ConfigureAwait(false);
            _isOpeningAhead = false;
            if (link is null)
            {
                LogNotAhead(_parts.Setup.SessionId, refusal?.Code, refusal?.Message);
                _renewal.TryLater();
                return;
            }

            if (!TryGoOver(old, link, version))
            {
                Retire(link);
                Step();
                return;
            }

            Retire(old);
            await link.Connection.FlushAsync(_session.Stop).ConfigureAwait(false);
            _session.AfterStep();
        }
        catch (OperationCanceledException) when (_session.Stop.IsCancellationRequested)
        {
            // The session ended meanwhile.
        }
#pragma warning disable CA1031 // The old connection still serves; the next turn's end tries again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _isOpeningAhead = false;
            LogAheadFailed(_parts.Setup.SessionId, exception);
            _renewal.TryLater();
        }
    }

    // The fresh upstream knows the conversation as it was when its opening began: anything since then makes it useless.
    private bool TryGoOver(UpstreamLink old, UpstreamLink link, int version)
    {
        lock (_pipeline.Gate)
        {
            if (_link != old || _isReplacing || _pump!.IsInsideMessage || _parts.Conversation.Version != version
                || !_parts.Conversation.IsTurnEnd || _session.Stop.IsCancellationRequested)
            {
                return false;
            }

            var from = _parts.Setup.Time.GetTimestamp();
            Hold();
            _cut = _parts.Conversation.Cut(UpstreamLost, _parts.Setup.EventIds);
            _isReplacing = true;
            GoLive(link, ReplacementCause.Limit, from);
            return true;
        }
    }

    private void Retire(UpstreamLink? link)
    {
        if (link is not null)
        {
            Track(Task.Run(() => RetireAsync(link)));
        }
    }

    private async Task RetireAsync(UpstreamLink link)
    {
        try
        {
            await link.CloseAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A connection that cannot be closed is as good as closed.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogRetireFailed(exception);
        }
    }

    [LoggerMessage(
        EventId = 1132,
        Level = LogLevel.Information,
        Message = "Session {SessionId} goes on after {Cause}: from deployment {Before} to {Deployment}, {Gap} without an upstream, {Refused} items refused, {Dropped} held messages dropped")]
    private partial void LogReplaced(
        string sessionId, ReplacementCause cause, string? before, string deployment, TimeSpan gap, int refused, int dropped);

    [LoggerMessage(
        EventId = 1133, Level = LogLevel.Warning, Message = "Session {SessionId} found no upstream to go on with after {Cause}: {Code}: {Reason}")]
    private partial void LogNotReplaced(string sessionId, ReplacementCause cause, string code, string reason);

    [LoggerMessage(EventId = 1134, Level = LogLevel.Warning, Message = "Session {SessionId} could not open its next upstream ahead: {Code}: {Reason}")]
    private partial void LogNotAhead(string sessionId, string? code, string? reason);

    [LoggerMessage(EventId = 1135, Level = LogLevel.Error, Message = "Session {SessionId} failed to open its next upstream ahead")]
    private partial void LogAheadFailed(string sessionId, Exception exception);

    [LoggerMessage(EventId = 1136, Level = LogLevel.Debug, Message = "A replaced connection did not close cleanly")]
    private partial void LogRetireFailed(Exception exception);
}
