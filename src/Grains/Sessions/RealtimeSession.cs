using System.Buffers;
using Microsoft.Extensions.Logging;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Telemetry;
using Realtime.Protocol.Conversations;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers;

namespace Realtime.Grains.Sessions;

/// <summary>
/// A running session: the client's link, the provider's link and the pipeline between them. The client's frames come in by
/// <see cref="Enqueue"/>, the provider's by a pump of its own; neither runs on the grain's scheduler, so that no frame is a grain's turn.
/// </summary>
internal sealed partial class RealtimeSession : ISessionLink, ISessionOutput, IAsyncDisposable
{
    private const int MaxMessagesPerFlush = 64;

    private readonly SessionSetup _setup;
    private readonly UpstreamLink _upstream;
    private readonly IClientLink _client;
    private readonly ClientOutput _output;
    private readonly SessionPipeline _pipeline;
    private readonly Conversation _conversation;
    private readonly SessionClock _clock;
    private readonly SessionTelemetry _telemetry;
    private readonly LongMessage _longMessage;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<SessionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _pump = Task.CompletedTask;
    private volatile bool _repliesToClient;
    private Action? _atTurnEnd;
    private volatile bool _isEnding;

    /// <summary>Initializes a new instance of the <see cref="RealtimeSession"/> class.</summary>
    /// <param name="setup">What the session is.</param>
    /// <param name="upstream">The provider's link.</param>
    /// <param name="client">The client's link.</param>
    /// <param name="telemetry">Takes its figures.</param>
    /// <param name="logger">The log.</param>
    public RealtimeSession(SessionSetup setup, UpstreamLink upstream, IClientLink client, SessionTelemetry telemetry, ILogger logger)
    {
        _setup = setup;
        _upstream = upstream;
        _client = client;
        _output = new ClientOutput(client);
        _telemetry = telemetry;
        _logger = logger;
        _conversation = new Conversation();
        _pipeline = SessionPipelineBuilder.Build(setup, upstream, _conversation, telemetry, this);
        _longMessage = new LongMessage();
        _clock = new SessionClock(setup.IdleTimeout, setup.MaxDuration, setup.Time, EndByClock);
    }

    /// <summary>Gets a value indicating whether the session is ending or has ended.</summary>
    public bool IsEnding => _isEnding;

    /// <summary>Gets how the session ended, as soon as both links are closed.</summary>
    public Task<SessionEnd> Ended => _ended.Task;

    /// <summary>Starts the pump of the provider's messages.</summary>
    public void Start()
    {
        _clock.Start();
        _upstream.Host?.Attach(work => _ = Task.Run(() => RunStageAsync(cancellationToken => RunUpstreamAsync(work, cancellationToken))), renew: null);
        _pump = Task.Run(PumpUpstreamAsync);
        _setup.Policy?.Listen(EndByPolicy);
    }

    /// <inheritdoc/>
    public void Enqueue(FrameKind kind, ReadOnlySpan<byte> payload, bool endOfMessage = true)
    {
        _clock.Touch();
        _telemetry.ClientFrame(payload.Length);
        var binary = kind == FrameKind.Binary;
        var scan = EventScanner.Scan(payload);
        _setup.Meter?.Audio.FromClient(scan.Type, payload.Length);
        if (scan.Status == EventScanStatus.Ok)
        {
            if (!_pipeline.WantsFromClient(scan.Type))
            {
                _upstream.Connection.Enqueue(payload, binary);
                return;
            }
        }
        else if (binary)
        {
            _upstream.Connection.Enqueue(payload, binary: true);
            return;
        }

        // Only events that a stage or an edge wants are copied; the frame path proper never comes here.
        var copy = ArrayPool<byte>.Shared.Rent(payload.Length);
        payload.CopyTo(copy);
        var message = new EventMessage(scan.Type, copy.AsMemory(0, payload.Length), binary);
        if (scan.Status == EventScanStatus.Ok)
        {
            _pipeline.FromClient(message);
        }
        else
        {
            _pipeline.SendToClient(MalformedEvent.Answer(scan, message, _setup.EventIds));
        }

        ArrayPool<byte>.Shared.Return(copy);
        ActAtTurnEnd();
    }

    /// <inheritdoc/>
    public async ValueTask<bool> FlushAsync(CancellationToken cancellationToken)
    {
        if (_repliesToClient)
        {
            _repliesToClient = false;
            await _client.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        // When the provider is gone its own pump ends the session, with the reason that only it knows.
        return await _upstream.Connection.FlushAsync(cancellationToken).ConfigureAwait(false) || !_stop.IsCancellationRequested;
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

    /// <summary>Ends the session at the end of the turn that is under way, at once when none is.</summary>
    public void Drain() => AtTurnEnd(() => End(SessionErrors.Drained, error: null));

    /// <summary>Does something at the end of the turn that is under way, at once when none is, in place of what was to be done before.</summary>
    /// <param name="action">What to do, once.</param>
    public void AtTurnEnd(Action action)
    {
        Volatile.Write(ref _atTurnEnd, action);
        ActAtTurnEnd();
    }

    void ISessionOutput.ToClient(in EventMessage message)
    {
        _repliesToClient = true;
        _telemetry.ServerFrame(message.Payload.Length);
        _output.Enqueue(message.IsBinary ? FrameKind.Binary : FrameKind.Text, message.Payload.Span);
    }

    void ISessionOutput.ToUpstream(in EventMessage message) => _upstream.Connection.Enqueue(message.Payload.Span, message.IsBinary);

    void ISessionOutput.Start(Func<CancellationToken, Task> work) => _ = Task.Run(() => RunStageAsync(work));

    // Queued, since the caller is inside the pipeline, and ending needs the pipeline for its last word.
    void ISessionOutput.End(SessionEnd end, EventMessage? error) => _ = Task.Run(() => End(end, error));

    private async Task RunStageAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_stop.Token).ConfigureAwait(false);
            await _upstream.Connection.FlushAsync(_stop.Token).ConfigureAwait(false);
            await _client.FlushAsync(_stop.Token).ConfigureAwait(false);
            ActAtTurnEnd();
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

    private Task RunUpstreamAsync(Action<IEventSink> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _pipeline.RunUpstream(work);
        return Task.CompletedTask;
    }

    private async Task PumpUpstreamAsync()
    {
        UpstreamEnd end;
        try
        {
            foreach (var first in _upstream.TakeFirstEvents())
            {
                _pipeline.SendToClient(first);
            }

            await _client.FlushAsync(_stop.Token).ConfigureAwait(false);
            end = await PumpUntilEndAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // Whatever went wrong, the session must end and both sides must be told; nothing else awaits this task.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(exception);
            return;
        }

        var (sessionEnd, error) = UpstreamEnds.ForClient(end, _setup.EventIds);
        End(sessionEnd, error);
    }

    private async Task<UpstreamEnd> PumpUntilEndAsync()
    {
        var connection = _upstream.Connection;
        var pending = _upstream.PendingRead;
        while (true)
        {
            // Never cancelled, which would cut the connection before its close frame: closing it ends the read.
            var read = pending is null
                ? await connection.ReadAsync(CancellationToken.None).ConfigureAwait(false)
                : await pending.ConfigureAwait(false);
            pending = null;
            var sample = _telemetry.StartSample();
            var count = 0;
            do
            {
                if (read.End is { } end)
                {
                    await _client.FlushAsync(_stop.Token).ConfigureAwait(false);
                    return end;
                }

                FromUpstream(read);
            }
            while (++count < MaxMessagesPerFlush && connection.TryRead(out read));

            _clock.Touch();
            _repliesToClient = false;
            if (!await _client.FlushAsync(_stop.Token).ConfigureAwait(false))
            {
                // The client's side knows why and ends the session; this only stops reading for it.
                await Task.Delay(Timeout.InfiniteTimeSpan, _setup.Time, _stop.Token).ConfigureAwait(false);
            }

            _telemetry.EndSample(sample);
            await connection.FlushAsync(_stop.Token).ConfigureAwait(false);
            ActAtTurnEnd();
        }
    }

    private void FromUpstream(in UpstreamRead read)
    {
        if (!_longMessage.Take(read, _pipeline, out var message, out var type))
        {
            if (_longMessage.PassesPieces)
            {
                _telemetry.ServerFrame(message.Length);
                _output.EnqueuePiece(read.IsBinary ? FrameKind.Binary : FrameKind.Text, message.Span, read.EndOfMessage);
            }

            return;
        }

        _telemetry.UpstreamEvent(type);
        _setup.Meter?.Audio.FromUpstream(type, message.Length);
        if (_pipeline.WantsFromUpstream(type))
        {
            _pipeline.FromUpstream(new EventMessage(type, message, read.IsBinary));
            return;
        }

        _telemetry.ServerFrame(message.Length);
        _output.Enqueue(read.IsBinary ? FrameKind.Binary : FrameKind.Text, message.Span);
    }

    private void Fail(Exception exception)
    {
        LogPumpFailed(_setup.SessionId, exception);
        var failure = new SessionEnd(SessionEndCause.UpstreamLost, 1011, "The session failed.");
        End(failure, SessionErrors.Internal(_setup.EventIds));
    }

    private void EndByClock(SessionEndCause cause)
    {
        var (end, error) = SessionErrors.ForClock(cause, _setup);
        End(end, error);
    }

    // A response that runs may end first, and is what ends the session then: the booking of it says so.
    private void EndByPolicy(SessionRefusal refusal, bool atTurnEnd)
    {
        if (!atTurnEnd || !_pipeline.Read(() => _conversation.IsResponding))
        {
            End(PolicyEnds.End(refusal), PolicyEnds.Error(_setup.EventIds, refusal));
        }
    }

    private void ActAtTurnEnd()
    {
        if (Volatile.Read(ref _atTurnEnd) is { } action
            && _pipeline.Read(() => _conversation.IsTurnEnd)
            && Interlocked.CompareExchange(ref _atTurnEnd, null, action) == action)
        {
            action();
        }
    }

    private void End(SessionEnd end, EventMessage? error)
    {
        lock (_stop)
        {
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            if (error is { } message)
            {
                _pipeline.SendToClient(message);
            }

            _isEnding = true;
            _stop.Cancel();
        }

        _ = CloseAsync(end);
    }

    private async Task CloseAsync(SessionEnd end)
    {
        _pipeline.Read(() =>
        {
            _setup.Meter?.Finish(end);
            return true;
        });
        var released = _setup.Policy?.ReleaseAsync(neverStarted: false) ?? Task.CompletedTask;
        try
        {
            await _clock.DisposeAsync().ConfigureAwait(false);
            var client = _client.EndAsync(end);
            await _upstream.Connection.CloseAsync(1000, "", CancellationToken.None).ConfigureAwait(false);
            await client.ConfigureAwait(false);
            await _pump.ConfigureAwait(false);
            await _upstream.DisposeAsync().ConfigureAwait(false);
            await released.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The end of a session must reach whoever awaits it whatever its links do.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogCloseFailed(_setup.SessionId, exception);
        }

        _longMessage.Dispose();
        _telemetry.Ended(end);
        LogEnded(_setup.SessionId, _setup.Model, _upstream.Deployment.Id, end.Cause, end.CloseCode, _telemetry.Duration);
        _ended.TrySetResult(end);
    }

    [LoggerMessage(
        EventId = 1101,
        Level = LogLevel.Information,
        Message = "Session {SessionId} of model {Model} on deployment {Deployment} ended: {Cause}, close code {CloseCode}, after {Duration}")]
    private partial void LogEnded(string sessionId, string model, string deployment, SessionEndCause cause, int closeCode, TimeSpan duration);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Error, Message = "Session {SessionId} failed")]
    private partial void LogPumpFailed(string sessionId, Exception exception);

    [LoggerMessage(EventId = 1103, Level = LogLevel.Warning, Message = "Session {SessionId} did not close cleanly")]
    private partial void LogCloseFailed(string sessionId, Exception exception);
}
