using Microsoft.Extensions.Logging;
using Realtime.Configuration;
using Realtime.Grains.Sessions.Replacement;
using Realtime.Protocol.Conversations;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers;

namespace Realtime.Grains.Sessions;

/// <summary>
/// A session's upstream side: one connection at a time, replaced by another when it is lost, near its limit, or when settings need it. The client
/// sees one continuing session.
/// </summary>
/// <remarks>
/// All replacements are one operation with different causes. A forced one holds the client's input, ends what was cut, opens a fresh upstream,
/// gives it the conversation, and lets the input follow. A planned one (the limit) opens the fresh upstream while the old one still serves,
/// and goes over to it if the talk still rests then.
/// </remarks>
internal sealed partial class SessionUpstream : IAsyncDisposable
{
    private readonly SessionParts _parts;
    private readonly SessionPipeline _pipeline;
    private readonly ILogger _logger;
    private readonly ISessionControl _session;
    private readonly UpstreamLink? _first;
    private readonly HeldInput _held;
    private readonly UpstreamRoute _holding;
    private readonly RenewalWatch _renewal;
    private readonly List<Task> _running = [];

    private volatile UpstreamRoute _route;
    private UpstreamPump? _pump;
    private bool _isOver;
    private UpstreamLink? _link;
    private Deployment? _deployment;
    private ConversationCut? _cut;
    private IReadOnlyCollection<string> _deleted = [];
    private long _heldFrom;
    private bool _isReplacing;
    private bool _isOpeningAhead;
    private int _losses;
    private bool _lossIsTold;

    /// <summary>Initializes a new instance of the <see cref="SessionUpstream"/> class.</summary>
    /// <param name="parts">What it shares with the client's side.</param>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="session">The session.</param>
    /// <param name="first">The first connection; null for a session that goes on from a snapshot and has none yet.</param>
    public SessionUpstream(SessionParts parts, SessionPipeline pipeline, ISessionControl session, UpstreamLink? first)
    {
        _parts = parts;
        _pipeline = pipeline;
        _logger = parts.Logger;
        _session = session;
        _first = first;
        _held = new HeldInput(parts.Options.MaxHeldBytes);
        _renewal = new RenewalWatch(parts.Options, parts.Setup.Time, Step, Force);
        _holding = new UpstreamRoute(
            pipeline.CreateEdge(null, sameForm: false, (in EventMessage message) => _held.Add(message.Type, message.Payload.Span, message.IsBinary)),
            null,
            _held);
        _route = _holding;
        _pipeline.Redirect(_holding.Edge);
        if (first is not null)
        {
            Use(first);
        }
    }

    /// <summary>Gets the present deployment, or the last one while there is none.</summary>
    public Deployment? Deployment => _deployment;

    /// <summary>Gets a value indicating whether there is no upstream at this time.</summary>
    public bool IsReplacing => _isReplacing;

    /// <summary>Gets where the client's messages go.</summary>
    public UpstreamRoute Route => _route;

    /// <summary>Starts to carry the provider's messages; without a connection, opens one for the conversation as it is.</summary>
    public void Start()
    {
        if (_first is null)
        {
            Replace(ReplacementCause.Move, null, _link);
            return;
        }

        foreach (var first in _first.TakeFirstEvents())
        {
            _pipeline.SendToClient(first);
        }

        lock (_pipeline.Gate)
        {
            Run(_first, _pump!, flushFirst: true);
            AttachHost(_first, _route.Edge);
        }
    }

    /// <summary>Sends what the client's messages made, waiting while the provider does not read.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there is a connection to wait for.</returns>
    public ValueTask<bool> FlushAsync(CancellationToken cancellationToken) =>
        _route.Link is { } link ? link.Connection.FlushAsync(cancellationToken) : new ValueTask<bool>(true);

    /// <summary>Looks whether the time has come for a renewal that is wished for.</summary>
    public void Step()
    {
        if (_renewal.Cause is not { } cause || _isReplacing || _isOpeningAhead)
        {
            return;
        }

        switch (cause)
        {
            case UpstreamRenewalCause.Limit when _parts.Conversation.IsTurnEnd && _renewal.MayTry():
                OpenAhead();
                break;
            case UpstreamRenewalCause.Settings when _parts.Conversation.RunningResponses.Count == 0:
                Replace(ReplacementCause.Settings, null, _link);
                break;
            case UpstreamRenewalCause.Unusable:
                Replace(ReplacementCause.Unusable, null, _link);
                break;
        }
    }

    /// <summary>Notes that the provider has said that the connection's time is over. Called inside the pipeline.</summary>
    public void OnExpired()
    {
        if (_link is { } link)
        {
            OnRenewalAsked(link, new UpstreamRenewal(UpstreamRenewalCause.Unusable));
        }
    }

    /// <summary>Lets nothing of any connection go to the client any more; it is read until it ends. Called under the pipeline's lock.</summary>
    public void EndClient()
    {
        _isOver = true;
        _pump?.EndClient();
    }

    /// <summary>Closes the present connection, and waits until nothing runs any more. The session has ended.</summary>
    /// <returns>A task that ends then.</returns>
    public async ValueTask DisposeAsync()
    {
        _renewal.Dispose();
        UpstreamLink? link;
        Task[] running;
        lock (_pipeline.Gate)
        {
            link = _link;
            running = [.. _running];
        }

        if (link is not null)
        {
            if (_pump is { IsReading: true })
            {
                // What the provider has answered before it hears of the end is to be paid for, and so it is read.
                await link.Connection.CloseReadingOnAsync(1000, "", CancellationToken.None).ConfigureAwait(false);
            }
            else
            {
                await link.Connection.CloseAsync(1000, "", CancellationToken.None).ConfigureAwait(false);
            }
        }

        await Task.WhenAll(running).ConfigureAwait(false);
        if (link is not null)
        {
            await link.DisposeAsync().ConfigureAwait(false);
        }

        _pump?.Dispose();
        lock (_pipeline.Gate)
        {
            // The client may still be sending, and what is given back here is another session's from then on.
            _parts.ClientGate.Block();
            _parts.Audio?.Dispose();
            _parts.ClientGate.Unblock();
        }
    }

    // Everything below that exchanges something runs under the pipeline's lock.
    private void Use(UpstreamLink link)
    {
        lock (_pipeline.Gate)
        {
            _parts.ClientGate.Block();
            _pump?.Replace();
            var edge = _pipeline.CreateEdge(
                link.Translator,
                _parts.Setup.ClientDialect == Dialect.Beta && link.Dialect == Dialect.Beta,
                (in EventMessage message) => link.Connection.Enqueue(message.Payload.Span, message.IsBinary));
            _pipeline.Use(edge);
            _route = new UpstreamRoute(edge, link, null);
            _link = link;
            _deployment = link.Deployment;
            _pump = new UpstreamPump(link, edge, _pipeline, _parts);
            if (_isOver)
            {
                _pump.EndClient();
            }

            _parts.Model.Use(link.Deployment);
            _parts.Setup.Meter?.ServedBy(link.Deployment);
            _parts.Continuity.ReplacesLost = _parts.Source is not null && link.Deployment.OnUpstreamLoss == UpstreamLossAction.Resume;
            var age = link.OpenedAt is { } opened ? _parts.Setup.Time.GetElapsedTime(opened) : TimeSpan.Zero;
            _renewal.Begin(link.Limit - age);
            _parts.ClientGate.Unblock();
        }
    }

    private void Hold()
    {
        lock (_pipeline.Gate)
        {
            if (_route.Held is not null)
            {
                return;
            }

            _parts.ClientGate.Block();
            _pipeline.Redirect(_holding.Edge);
            _route = _holding;
            _heldFrom = _parts.Audio?.Position ?? 0;
            _parts.Continuity.Hold();
            _parts.ClientGate.Unblock();
        }
    }

    private void Run(UpstreamLink link, UpstreamPump pump, bool flushFirst = false) =>
        Track(Task.Run(() => PumpAsync(link, pump, flushFirst)));

    private void Track(Task task)
    {
        lock (_pipeline.Gate)
        {
            _running.RemoveAll(ended => ended.IsCompleted);
            _running.Add(task);
        }
    }

    // The host calls this while it holds its own lock, so that no other may be taken: a timer of it may be due while the link goes live.
    private void AttachHost(UpstreamLink link, UpstreamEdge edge) => link.Host?.Attach(
        work => _ = Task.Run(() => WorkAsync(link, edge, work)),
        renewal => OnRenewalAsked(link, renewal));

    private void OnRenewalAsked(UpstreamLink link, UpstreamRenewal renewal)
    {
        if (_parts.Source is null || link != _link)
        {
            return;
        }

        // What the client sends from now on must not reach the old settings.
        if (renewal.Cause is UpstreamRenewalCause.Settings or UpstreamRenewalCause.Unusable)
        {
            Hold();
        }

        _renewal.Ask(renewal);
    }

    private async Task WorkAsync(UpstreamLink link, UpstreamEdge edge, Action<IEventSink> work)
    {
        try
        {
            if (!_session.Stop.IsCancellationRequested)
            {
                _pipeline.RunUpstream(edge, work);
                await link.Connection.FlushAsync(_session.Stop).ConfigureAwait(false);
                await _parts.Client.FlushAsync(_session.Stop).ConfigureAwait(false);
                _session.AfterStep();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The connection or the session ended meanwhile, and with it what the work was for.
        }
#pragma warning disable CA1031 // Nothing else awaits this: a failure must not leave a session behind that is neither open nor closed.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _session.Fail(exception);
        }
    }

    private async Task PumpAsync(UpstreamLink link, UpstreamPump pump, bool flushFirst)
    {
        try
        {
            if (flushFirst)
            {
                await _parts.Client.FlushAsync(_session.Stop).ConfigureAwait(false);
            }

            var end = await pump.RunAsync(_session.AfterStep, _session.Stop).ConfigureAwait(false);
            OnEnded(link, pump, end);
        }
        catch (OperationCanceledException) when (_session.Stop.IsCancellationRequested)
        {
            // The session's end closes the connection.
        }
#pragma warning disable CA1031 // Whatever went wrong, the session must end and both sides must be told; nothing else awaits this task.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (link == _link)
            {
                _session.Fail(exception);
            }
        }
        finally
        {
            pump.Dispose();
        }
    }

    private void OnEnded(UpstreamLink link, UpstreamPump pump, UpstreamEnd end)
    {
        lock (_pipeline.Gate)
        {
            // A connection that was replaced ends for nobody.
            if (link != _link || _session.Stop.IsCancellationRequested)
            {
                return;
            }

            _losses = _parts.Continuity.HasFinishedResponse ? 1 : _losses + 1;
            TellLoss(link, end);
            if (_parts.Continuity.ReplacesLost && !pump.IsInsideMessage
                && _losses <= _parts.Options.MaxLossesWithoutResponse)
            {
                LogLost(_parts.Setup.SessionId, link.Deployment.Id, end.Kind, end.Code);
                Replace(ReplacementCause.Loss, end, link);
                return;
            }
        }

        var (sessionEnd, error) = UpstreamEnds.ForClient(end, _parts.Setup.EventIds);
        _session.End(sessionEnd, error);
    }

    // One session tells it once until it has had an answer again: what it does itself, over and over, must not count against the deployment.
    private void TellLoss(UpstreamLink link, UpstreamEnd end)
    {
        if (_parts.Continuity.HasFinishedResponse)
        {
            _lossIsTold = false;
        }
        else if (!_lossIsTold)
        {
            _lossIsTold = true;
            _parts.Source?.Lost(link.Deployment, end);
        }
    }

    private void Force()
    {
        if (_renewal.Cause is { } cause && !_isReplacing)
        {
            Replace(cause switch
            {
                UpstreamRenewalCause.Limit => ReplacementCause.Limit,
                UpstreamRenewalCause.Settings => ReplacementCause.Settings,
                _ => ReplacementCause.Unusable,
            }, null, _link);
        }
    }

    [LoggerMessage(
        EventId = 1131,
        Level = LogLevel.Warning,
        Message = "Session {SessionId} lost its upstream on deployment {Deployment}: {Kind}, close code {Code}")]
    private partial void LogLost(string sessionId, string deployment, UpstreamEndKind kind, int code);
}
