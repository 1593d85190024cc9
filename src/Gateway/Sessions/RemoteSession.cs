using System.Buffers;
using Realtime.Gateway.Sessions.Journal;
using Realtime.Grains.Interfaces.Calls;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Protocol.Events;

namespace Realtime.Gateway.Sessions;

/// <summary>
/// A session on a silo of another process: batches up, batches down. When its silo is lost, or sends it elsewhere, another one goes on with
/// it, from its snapshot and from what this end has kept; the client's socket stays.
/// </summary>
internal sealed partial class RemoteSession : IGatewaySession
{
    private const int DrainAttempts = 5;
    private static readonly SessionEnd Lost =
        new(SessionEndCause.SiloLost, 1011, "The server that held the session is gone. Connect again.");

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastFrames = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(7);

    private readonly IRealtimeSessionGrain _grain;
    private readonly RemoteSessionParts _parts;
    private readonly SessionOpenRequest? _open;
    private readonly string _sessionId;
    private readonly SessionJournal _journal;
    private readonly DeferredClientLink _client;
    private readonly TaskCompletionSource<IClientLink> _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private BatchSender _up;
    private SessionDownlink _down;
    private ISessionClient _observer;
    private TaskCompletionSource? _reattaching;
    private TaskCompletionSource? _settled;
    private SessionEnd? _clientEnd;
    private volatile bool _drains;
    private volatile bool _leaves;
    private int _connection;
    private int _ended;

    /// <summary>Initializes a new instance of the <see cref="RemoteSession"/> class.</summary>
    /// <param name="grain">The session's grain.</param>
    /// <param name="parts">What all sessions of the gateway share.</param>
    /// <param name="open">What the client asked for; null when it returns to its session.</param>
    public RemoteSession(IRealtimeSessionGrain grain, RemoteSessionParts parts, SessionOpenRequest? open)
    {
        _grain = grain;
        _parts = parts;
        _open = open;
        _sessionId = grain.GetPrimaryKeyString();
        _journal = new SessionJournal(parts.Journals);
        _client = new DeferredClientLink(_attached.Task);
        _up = CreateUplink();
        (_down, _observer) = CreateDownlink();
    }

    /// <inheritdoc/>
    public string Silo { get; private set; } = "";

    /// <inheritdoc/>
    public string? ResumeToken { get; private set; }

    private bool MayReturn => ResumeToken is not null && _clientEnd?.Cause is SessionEndCause.ClientLost or SessionEndCause.Draining;

    /// <summary>Gets what the silo calls.</summary>
    public ISessionClient Observer => _observer;

    /// <summary>Takes the silo's answer, before anything is sent.</summary>
    /// <param name="opened">The answer.</param>
    public void SetOpened(SessionOpenResult opened)
    {
        Silo = opened.Silo;
        ResumeToken = opened.ResumeToken;
        _connection = opened.Connection;
        _journal.Begin(opened.ClientFrames, opened.ServerFrames);
    }

    /// <inheritdoc/>
    public void Attach(IClientLink client) => _attached.TrySetResult(client);

    /// <inheritdoc/>
    public void Enqueue(FrameKind kind, ReadOnlySpan<byte> payload, bool endOfMessage = true)
    {
        lock (_gate)
        {
            _journal.AddFromClient(kind, payload);
            if (_reattaching is null)
            {
                _up.Enqueue(kind, payload, endOfMessage);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> FlushAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            BatchSender up;
            Task? reattaching;
            lock (_gate)
            {
                up = _up;
                reattaching = _reattaching?.Task;
            }

            if (reattaching is not null)
            {
                await reattaching.WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (await up.FlushAsync(cancellationToken).ConfigureAwait(false))
            {
                return true;
            }

            lock (_gate)
            {
                if (ReferenceEquals(up, _up) && _reattaching is null)
                {
                    return false;
                }
            }
        }
    }

    /// <summary>Takes the silo's word that the session has ended there.</summary>
    /// <param name="end">How.</param>
    /// <returns>A task that ends when this end knows.</returns>
    public Task EndedAsync(SessionEnd end)
    {
        if (end.Cause is SessionEndCause.Moved)
        {
            _ = ReattachAsync(end);
        }
        else if (end.Cause is SessionEndCause.GatewayLost)
        {
            // The silo takes this gateway for gone, but it only did not hear it for a while.
            _ = ReattachAsync(Lost);
        }
        else if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            if (end.Cause == SessionEndCause.Draining)
            {
                // What the client says before it hears that it has to go elsewhere is said to its session, which waits for it.
                _leaves = true;
            }
            else
            {
                _up.End();
            }

            // Not awaited: the silo has nothing more to do with how long this client takes to say goodbye.
            _ = _client.EndAsync(end);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task EndAsync(SessionEnd end)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            if (_leaves)
            {
                await _up.DrainAsync(LastFrames).ConfigureAwait(false);
            }

            return;
        }

        Task? reattaching;
        lock (_gate)
        {
            // While the session has no silo it is told when it has one.
            reattaching = _reattaching?.Task;
            _clientEnd = end;
        }

        if (reattaching is null)
        {
            await _up.DrainAsync(LastFrames).ConfigureAwait(false);
            _up.End();
            await CallAsync(() => _grain.End(_connection, end)).ConfigureAwait(false);
        }

        if (end.Cause == SessionEndCause.Draining)
        {
            // This gateway's own word, which the client has not heard yet; every other end that comes this way is the client's.
            await _client.EndAsync(end).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task DrainAsync()
    {
        // A silo that takes the session over meanwhile is told too.
        _drains = true;
        if (_reattaching is { } reattaching)
        {
            await reattaching.Task.ConfigureAwait(false);
        }
        else
        {
            await TellDrainAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task SiloLostAsync(string silo) => ReattachAsync(Lost, silo);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A client that was lost amid a move may return to its session, which must have a silo for that.
        await (_settled?.Task ?? Task.CompletedTask).ConfigureAwait(false);
        _attached.TrySetCanceled();
        _up.End();
        _down.Close();
        _journal.Clear();
        _parts.Grains.DeleteObjectReference<ISessionClient>(_observer);
    }

    private BatchSender CreateUplink()
    {
        BatchSender? up = null;
        up = new BatchSender(
            batch => _grain.Push(_connection, batch).AsTask(),
            failure => _ = FailedAsync(up!, failure),
            new BatchSenderOptions(),
            _parts.Time);
        return up;
    }

    private (SessionDownlink Downlink, ISessionClient Observer) CreateDownlink()
    {
        var down = new SessionDownlink(this, _journal, _client, _parts.Time);
        return (down, _parts.Grains.CreateObjectReference<ISessionClient>(down));
    }

    private async Task FailedAsync(BatchSender up, BatchSenderFailure failure)
    {
        if (failure == BatchSenderFailure.Gone)
        {
            // The session ended on its silo, whose word about it is on its way, after the last frames.
            await Task.Delay(LastWords, _parts.Time).ConfigureAwait(false);
        }

        if (ReferenceEquals(up, _up))
        {
            await ReattachAsync(Lost).ConfigureAwait(false);
        }
    }

    // One at a time: the client's frames are kept meanwhile, and what the former silo still says is not heard.
    private async Task ReattachAsync(SessionEnd cause, string? silo = null)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_reattaching is not null || Volatile.Read(ref _ended) != 0 || (silo is not null && silo != Silo))
            {
                return;
            }

            _reattaching = done;
            _settled = settled;
            _up.End();
            _down.Close();
        }

        var start = _parts.Time.GetTimestamp();
        var refusal = "";
        try
        {
            // A message whose rest is lost with its silo cannot be ended in any other way.
            if (!_client.IsInsideMessage)
            {
                refusal = await FindSiloAsync(cause.Cause == SessionEndCause.Moved, start).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // Whatever went wrong, the client must not be left with a session that is neither there nor over.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogReattachFailed(_parts.Logger, _sessionId, exception);
            refusal = "";
        }

        if (refusal is not null)
        {
            var waited = _parts.Time.GetElapsedTime(start);
            LogLost(_parts.Logger, _sessionId, refusal, waited);
            await LoseAsync(cause).ConfigureAwait(false);
        }

        lock (_gate)
        {
            // It may be lost again already.
            if (ReferenceEquals(_reattaching, done))
            {
                _reattaching = null;
            }
        }

        done.TrySetResult();
        if (_clientEnd is { } end)
        {
            await _up.DrainAsync(LastFrames).ConfigureAwait(false);
            _up.End();
            await CallAsync(() => _grain.End(_connection, end)).ConfigureAwait(false);
        }

        settled.TrySetResult();
    }

    // Gives null when the session goes on, else the code with which it cannot.
    private async Task<string?> FindSiloAsync(bool moves, long start)
    {
        var (down, observer) = CreateDownlink();
        var former = _observer;
        lock (_gate)
        {
            (_down, _observer) = (down, observer);
        }

        _parts.Grains.DeleteObjectReference<ISessionClient>(former);
        var search = new SiloSearch(_grain, _parts, attempt => _journal.Take(attempt, _parts.GatewayId, _connection, _open, ResumeToken), observer);
        var (found, code) = await search.FindAsync(moves ? Silo : null, () => _clientEnd is null || MayReturn).ConfigureAwait(false);
        if (found is null)
        {
            return code;
        }

        GoOn(found);
        var gap = _parts.Time.GetElapsedTime(start);
        LogReattached(_parts.Logger, _sessionId, found.Silo, gap);
        return null;
    }

    private void GoOn(SessionOpenResult result)
    {
        lock (_gate)
        {
            Silo = result.Silo;
            _connection = result.Connection;
            _up = CreateUplink();
            _journal.CopyFromClient(result.ClientFrames, _up);
            _reattaching = null;
        }

        _ = _up.FlushAsync(CancellationToken.None).AsTask();
        if (_drains)
        {
            _ = TellDrainAsync();
        }
    }

    private async Task TellDrainAsync()
    {
        var connection = _connection;
        for (var attempt = 1; attempt <= DrainAttempts && connection == _connection && Volatile.Read(ref _ended) == 0; attempt++)
        {
            if (await CallAsync(() => _grain.Drain(connection)).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    private async Task LoseAsync(SessionEnd cause)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        if (!_client.IsInsideMessage && cause.Cause == SessionEndCause.SiloLost)
        {
            var error = new ArrayBufferWriter<byte>(256);
            RealtimeErrorEvent.Write(error, _parts.EventIds.Next(), "server_error", SessionRefusal.LostCode, cause.Reason, null, null);
            _client.Enqueue(FrameKind.Text, error.WrittenSpan);
        }

        await _client.EndAsync(cause).ConfigureAwait(false);
    }

    private async Task<bool> CallAsync(Func<Task> call)
    {
        try
        {
            await call().WaitAsync(CallTimeout, _parts.Time).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (CallFailures.IsAway(exception))
        {
            // A silo that cannot be told finds out by itself: it probes its gateways and its provider's connection.
            return false;
        }
    }

    [LoggerMessage(EventId = 2121, Level = LogLevel.Information, Message = "Session {SessionId} goes on on silo {Silo}, found after {Duration}")]
    private static partial void LogReattached(ILogger logger, string sessionId, string silo, TimeSpan duration);

    [LoggerMessage(EventId = 2122, Level = LogLevel.Warning, Message = "Session {SessionId} is lost with its silo ({Code}), after {Duration}")]
    private static partial void LogLost(ILogger logger, string sessionId, string code, TimeSpan duration);

    [LoggerMessage(EventId = 2123, Level = LogLevel.Error, Message = "Session {SessionId} could not be taken to another silo")]
    private static partial void LogReattachFailed(ILogger logger, string sessionId, Exception exception);
}
