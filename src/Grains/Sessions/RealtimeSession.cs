using System.Buffers;
using Microsoft.Extensions.Logging;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Sessions.Clients;
using Realtime.Grains.Sessions.Replacement;
using Realtime.Grains.Sessions.Stages;
using Realtime.Grains.Sessions.Stages.Guarding;
using Realtime.Grains.Sessions.Takeover;
using Realtime.Grains.Telemetry;
using Realtime.Protocol.Conversations;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions;

/// <summary>
/// A running session: the client's link, the upstream side and the pipeline between them. The client's frames come in by
/// <see cref="Enqueue"/>, the provider's by a pump of its own; neither runs on the grain's scheduler, so that no frame is a grain's turn.
/// </summary>
internal sealed partial class RealtimeSession : ISessionLink, ISessionOutput, ISessionControl, IAsyncDisposable
{
    private readonly SessionSetup _setup;
    private readonly IClientLink _client;
    private readonly ClientOutput _output;
    private readonly SessionPipeline _pipeline;
    private readonly SessionUpstream _upstream;
    private readonly Conversation _conversation;
    private readonly GuardrailStage? _guard;
    private readonly KeptInputAudio? _audio;
    private readonly BiasedGate _clientGate = new();
    private readonly SessionClock _clock;
    private readonly SessionTelemetry _telemetry;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<SessionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _repliesToClient;
    private Action? _atTurnEnd;
    private volatile bool _isEnding;

    /// <summary>Initializes a new instance of the <see cref="RealtimeSession"/> class.</summary>
    /// <param name="setup">What the session is.</param>
    /// <param name="upstream">
    /// The provider's link. Null for a session that goes on from a snapshot: it takes its client's input at once, opens an upstream for the
    /// conversation as it is when it is started, closes what was cut and asks again for what the client waits for.
    /// </param>
    /// <param name="client">The client's link.</param>
    /// <param name="telemetry">Takes its figures.</param>
    /// <param name="logger">The log.</param>
    /// <param name="source">Opens further upstreams; null when the session ends with its first one.</param>
    /// <param name="snapshot">The conversation that it goes on with; null for a new session.</param>
    /// <param name="options">The bounds of replacing an upstream; null for the defaults.</param>
    public RealtimeSession(
        SessionSetup setup,
        UpstreamLink? upstream,
        IClientLink client,
        SessionTelemetry telemetry,
        ILogger logger,
        IUpstreamSource? source = null,
        ConversationSnapshot? snapshot = null,
        ReplacementOptions? options = null)
    {
        options ??= new ReplacementOptions();
        _setup = setup;
        _client = client;
        _output = new ClientOutput(client);
        _telemetry = telemetry;
        _logger = logger;
        _guard = setup.Guardrails is { } guard && GuardrailStage.IsNeeded(guard.Guardrails) ? new GuardrailStage(guard, setup) : null;
        _conversation = snapshot is null ? new Conversation() : Conversation.FromSnapshot(_guard?.Guard(snapshot) ?? snapshot);
        _audio = source is null ? null : new KeptInputAudio(_conversation, options);
        _clock = new SessionClock(setup.IdleTimeout, setup.MaxDuration, setup.Time, EndByClock);
        var parts = new SessionParts
        {
            Setup = setup,
            Client = client,
            Output = _output,
            Conversation = _conversation,
            Audio = _audio,
            ClientGate = _clientGate,
            Model = new ModelCheckStage(setup),
            Guard = _guard,
            Continuity = new ContinuityStage(setup, () => _upstream!.OnExpired(), options.LastWordWait),
            Clock = _clock,
            Telemetry = telemetry,
            Logger = logger,
            Options = options,
            Source = source,
        };
        _pipeline = SessionPipelineBuilder.Build(parts, this);
        _upstream = new SessionUpstream(parts, _pipeline, this, upstream);
        _guard?.Follow(() => _upstream.Deployment?.Provider);
    }

    /// <summary>Gets or sets what writes the session's snapshots; null where nobody could go on from one.</summary>
    public SnapshotWriter? Snapshots { get; set; }

    /// <summary>Gets the id of the present deployment, or the last one; null when there was none.</summary>
    public string? DeploymentId => _upstream.Deployment?.Id;

    /// <summary>Gets a value indicating whether the session is ending or has ended.</summary>
    public bool IsEnding => _isEnding;

    /// <summary>Gets how the session ended, as soon as both links are closed.</summary>
    public Task<SessionEnd> Ended => _ended.Task;

    /// <summary>Gives the session another end by its clock.</summary>
    /// <param name="left">After how long from now; null for never.</param>
    public void EndAfter(TimeSpan? left) => _clock.EndAfter(left);

    // A violation may leave no trace in the conversation.
    private int Version => _conversation.Version + (_guard?.Violations ?? 0);

    CancellationToken ISessionControl.Stop => _stop.Token;

    /// <summary>Starts the pump of the provider's messages.</summary>
    public void Start()
    {
        _clock.Start();
        _upstream.Start();
        _setup.Policy?.Listen(EndByPolicy);
    }

    /// <summary>Takes the conversation in a form with which another process can go on.</summary>
    /// <returns>The snapshot.</returns>
    public ConversationSnapshot TakeSnapshot() => _conversation.ToSnapshot();

    /// <summary>Looks at the session at a moment when no event is under way.</summary>
    /// <param name="client">The client's link, which counts the frames.</param>
    /// <param name="withConversation">Whether the conversation is wanted too.</param>
    /// <returns>What was seen.</returns>
    public SnapshotMoment Look(ClientLink client, bool withConversation) => _pipeline.Read(() => new SnapshotMoment(
        withConversation ? _conversation.ToSnapshot() : null,
        withConversation ? _guard?.Keep() : null,
        client.Received,
        client.Position,
        _conversation.IsTurnEnd && !_upstream.IsReplacing,
        Version,
        withConversation ? client.Away() : null));

    /// <summary>Keeps the audio of a turn whose words are not known, of a session that goes on from a snapshot; before it is started.</summary>
    /// <param name="itemId">The turn's item.</param>
    /// <param name="audio">Its <c>input_audio_buffer.append</c> events.</param>
    public void KeepTurn(string itemId, IReadOnlyList<byte[]> audio)
    {
        lock (_pipeline.Gate)
        {
            foreach (var append in audio)
            {
                _audio?.Add(append);
            }

            _audio?.Committed(itemId);
        }
    }

    /// <inheritdoc/>
    public void Enqueue(FrameKind kind, ReadOnlySpan<byte> payload, bool endOfMessage = true)
    {
        _clock.Touch();
        _telemetry.ClientFrame(payload.Length);
        var binary = kind == FrameKind.Binary;
        var scan = EventScanner.Scan(payload);
        _setup.Meter?.Audio.FromClient(scan.Type, payload.Length);
        var isEvent = scan.Status == EventScanStatus.Ok;
        if ((isEvent || (binary && BinaryMessage.IsOpaque(payload))) && Pass(isEvent ? scan.Type : RealtimeEventType.Unknown, isEvent, payload, binary))
        {
            return;
        }

        // Only events that a stage or an edge wants are copied; the frame path proper never comes here.
        var copy = ArrayPool<byte>.Shared.Rent(payload.Length);
        payload.CopyTo(copy);

        // Whoever takes an event takes it as text, however it came.
        var message = new EventMessage(scan.Type, copy.AsMemory(0, payload.Length));
        if (isEvent)
        {
            lock (_pipeline.Gate)
            {
                if (scan.Type == RealtimeEventType.InputAudioBufferAppend)
                {
                    _clientGate.Block();
                    _audio?.Add(payload);
                    _clientGate.Unblock();
                }

                _pipeline.FromClient(message);
            }
        }
        else
        {
            _pipeline.SendToClient(MalformedEvent.Answer(scan, message, _setup.EventIds));
        }

        ArrayPool<byte>.Shared.Return(copy);
        AfterStep();
    }

    /// <inheritdoc/>
    public async ValueTask<bool> FlushAsync(CancellationToken cancellationToken)
    {
        if (_repliesToClient)
        {
            _repliesToClient = false;
            await _client.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        // When the provider is gone its own pump sees to it.
        return await _upstream.FlushAsync(cancellationToken).ConfigureAwait(false) || !_stop.IsCancellationRequested;
    }

    /// <inheritdoc/>
    public Task EndAsync(SessionEnd end)
    {
        End(end, error: null);
        return Task.CompletedTask;
    }

    /// <summary>Ends the session wherever it is, and waits until both links are closed.</summary>
    /// <returns>A task that ends when they are.</returns>
    public async ValueTask DisposeAsync()
    {
        End(SessionErrors.Drained, error: null);
        await Ended.ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <summary>Does something at the end of the turn that is under way, at once when none is, in place of what was to be done before.</summary>
    /// <param name="action">What to do, once.</param>
    public void AtTurnEnd(Action action)
    {
        Volatile.Write(ref _atTurnEnd, action);
        AfterStep();
    }

    void ISessionOutput.ToClient(in EventMessage message)
    {
        _repliesToClient = true;
        _telemetry.ServerFrame(message.Payload.Length);
        _output.Enqueue(message.IsBinary ? FrameKind.Binary : FrameKind.Text, message.Payload.Span);
    }

    void ISessionOutput.ToUpstream(in EventMessage message) => _upstream.Route.Write(message.Type, message.Payload.Span, message.IsBinary);

    void ISessionOutput.Start(Func<CancellationToken, Task> work) => _ = Task.Run(() => RunStageAsync(work));

    // Queued, since the caller is inside the pipeline, and ending needs the pipeline for its last word.
    void ISessionOutput.End(SessionEnd end, EventMessage? error) => _ = Task.Run(() => End(end, error));

    void ISessionControl.End(SessionEnd end, EventMessage? error) => End(end, error);

    void ISessionControl.Fail(Exception exception) => Fail(exception);

    /// <inheritdoc/>
    public void AfterStep()
    {
        _upstream.Step();
        Snapshots?.Step(Version, IsAtTurnEnd);
        if (Volatile.Read(ref _atTurnEnd) is { } action
            && IsAtTurnEnd()

            // The end of an item is still to be told, by the upstream that told its beginning.
            && _conversation.Items.All(item => item.Status != "in_progress")
            && Interlocked.CompareExchange(ref _atTurnEnd, null, action) == action)
        {
            action();
        }
    }

    // The way of almost every frame: one test of a bit, and a copy.
    private bool Pass(RealtimeEventType type, bool isEvent, ReadOnlySpan<byte> payload, bool binary)
    {
        if (!_clientGate.TryEnter())
        {
            lock (_pipeline.Gate)
            {
                _clientGate.Block();
                var passed = PassInside(type, isEvent, payload, binary);
                _clientGate.Unblock();
                return passed;
            }
        }

        try
        {
            return PassInside(type, isEvent, payload, binary);
        }
        finally
        {
            _clientGate.Exit();
        }
    }

    private bool PassInside(RealtimeEventType type, bool isEvent, ReadOnlySpan<byte> payload, bool binary)
    {
        var route = _upstream.Route;
        if (isEvent && route.Edge.ClientTypes.Contains(type))
        {
            return false;
        }

        if (type == RealtimeEventType.InputAudioBufferAppend)
        {
            _audio?.Add(payload);
        }

        route.Write(type, payload, binary);
        return true;
    }

    private async Task RunStageAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_stop.Token).ConfigureAwait(false);
            await _upstream.FlushAsync(_stop.Token).ConfigureAwait(false);
            await _client.FlushAsync(_stop.Token).ConfigureAwait(false);
            AfterStep();
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException && _isEnding)
        {
            // The session ended meanwhile, and with it what the work was for.
        }
#pragma warning disable CA1031 // Nothing else awaits this task: a stage that fails must not leave a session behind that is neither open nor closed.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(exception);
        }
    }

    private void Fail(Exception exception)
    {
        LogFailed(_setup.SessionId, exception);
        var failure = new SessionEnd(SessionEndCause.UpstreamLost, 1011, "The session failed.");
        End(failure, SessionErrors.Internal(_setup.EventIds));
    }

    private void EndByClock(SessionEndCause cause)
    {
        var (end, error) = SessionErrors.ForClock(cause, _setup, _clock.Max);
        End(end, error);
    }

    private bool IsAtTurnEnd() => _pipeline.Read(() => _conversation.IsTurnEnd && !_upstream.IsReplacing);

    // A response that runs may end first, and is what ends the session then: the booking of it says so.
    private void EndByPolicy(SessionRefusal refusal, bool atTurnEnd)
    {
        if (!atTurnEnd || !_pipeline.Read(() => _conversation.IsResponding))
        {
            End(PolicyEnds.End(refusal), PolicyEnds.Error(_setup.EventIds, refusal));
        }
    }

    private void End(SessionEnd end, EventMessage? error)
    {
        lock (_pipeline.Gate)
        {
            if (_isEnding)
            {
                return;
            }

            if (error is { } message)
            {
                _pipeline.SendToClient(message);
            }

            _isEnding = true;
            _pipeline.EndClient();
            _upstream.EndClient();
        }

        // Outside the lock: what it cancels runs here.
        _stop.Cancel();
        _ = CloseAsync(end);
    }

    private async Task CloseAsync(SessionEnd end)
    {
        var endedAt = _setup.Time.GetUtcNow();

        // A session that goes on on another silo keeps its places in the limits.
        var released = end.Cause == SessionEndCause.Moved
            ? _setup.Policy?.LetGoAsync()
            : _setup.Policy?.ReleaseAsync(neverStarted: false);
        try
        {
            await _clock.DisposeAsync().ConfigureAwait(false);
            var client = _client.EndAsync(end);
            try
            {
                await _upstream.DisposeAsync().ConfigureAwait(false);
            }
            finally
            {
                // Only now is it known what the provider has done.
                _pipeline.Read(() =>
                {
                    _setup.Meter?.Finish(end, endedAt);
                    return true;
                });
            }

            await client.ConfigureAwait(false);
            await (released ?? Task.CompletedTask).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The end of a session must reach whoever awaits it whatever its links do.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogCloseFailed(_setup.SessionId, exception);
        }

        _telemetry.Ended(end);
        LogEnded(_setup.SessionId, _setup.Model, _upstream.Deployment?.Id, end.Cause, end.CloseCode, _telemetry.Duration);
        _ended.TrySetResult(end);
    }

    [LoggerMessage(
        EventId = 1101,
        Level = LogLevel.Information,
        Message = "Session {SessionId} of model {Model} on deployment {Deployment} ended: {Cause}, close code {CloseCode}, after {Duration}")]
    private partial void LogEnded(
        string sessionId, string model, string? deployment, SessionEndCause cause, int closeCode, TimeSpan duration);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Error, Message = "Session {SessionId} failed")]
    private partial void LogFailed(string sessionId, Exception exception);

    [LoggerMessage(EventId = 1103, Level = LogLevel.Warning, Message = "Session {SessionId} did not close cleanly")]
    private partial void LogCloseFailed(string sessionId, Exception exception);
}
