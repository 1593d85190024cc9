using System.Buffers;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Protocol.Events;

namespace Realtime.Gateway.Sessions;

/// <summary>A session on a silo of another process: batches up, batches down.</summary>
internal sealed class RemoteSession : IGatewaySession, ISessionClient
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastFrames = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(7);

    private readonly IRealtimeSessionGrain _grain;
    private readonly IEventIdSource _eventIds;
    private readonly TimeProvider _time;
    private readonly BatchSender _up;
    private readonly BatchReceiver _down;
    private readonly DeferredClientLink _client;
    private readonly TaskCompletionSource<IClientLink> _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile int _connection;
    private int _ended;

    /// <summary>Initializes a new instance of the <see cref="RemoteSession"/> class.</summary>
    /// <param name="grain">The session's grain.</param>
    /// <param name="eventIds">Makes event ids.</param>
    /// <param name="time">The clock.</param>
    public RemoteSession(IRealtimeSessionGrain grain, IEventIdSource eventIds, TimeProvider time)
    {
        _grain = grain;
        _eventIds = eventIds;
        _time = time;
        _client = new DeferredClientLink(_attached.Task);
        _up = new BatchSender(batch => grain.Push(_connection, batch).AsTask(), failure => FailedAsync(failure).Ignore(), new BatchSenderOptions(), time);
        _down = new BatchReceiver(_client, time);
    }

    /// <inheritdoc/>
    public string Silo { get; private set; } = "";

    /// <inheritdoc/>
    public string? ResumeToken { get; private set; }

    /// <summary>Gets or sets what is to be released with the session.</summary>
    public Action? OnDispose { get; set; }

    /// <summary>Takes the silo's answer, before anything is sent.</summary>
    /// <param name="opened">The answer.</param>
    public void SetOpened(SessionOpenResult opened)
    {
        Silo = opened.Silo;
        ResumeToken = opened.ResumeToken;
        _connection = opened.Connection;
    }

    /// <inheritdoc/>
    public void Attach(IClientLink client) => _attached.TrySetResult(client);

    /// <inheritdoc/>
    public void Enqueue(FrameKind kind, ReadOnlySpan<byte> payload, bool endOfMessage = true) => _up.Enqueue(kind, payload, endOfMessage);

    /// <inheritdoc/>
    public ValueTask<bool> FlushAsync(CancellationToken cancellationToken) => _up.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<BatchReceipt> Deliver(FrameBatch batch) => _down.AcceptAsync(batch).AsTask();

    /// <inheritdoc/>
    public async Task End(SessionEnd end)
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            _up.End();

            // Not awaited: the silo has nothing more to do with how long this client takes to say goodbye.
            _ = _client.EndAsync(end);
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task EndAsync(SessionEnd end)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        await _up.DrainAsync(LastFrames).ConfigureAwait(false);
        _up.End();
        await CallAsync(() => _grain.End(_connection, end)).ConfigureAwait(false);
        if (end.Cause == SessionEndCause.Draining)
        {
            // This gateway's own word, which the client has not heard yet; every other end that comes this way is the client's.
            await _client.EndAsync(end).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task DrainAsync() => CallAsync(() => _grain.Drain(_connection));

    /// <inheritdoc/>
    public async Task SiloLostAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        _up.End();
        const string message = "The server that held the session is gone. Connect again.";
        if (!_client.IsInsideMessage)
        {
            var error = new ArrayBufferWriter<byte>(256);
            RealtimeErrorEvent.Write(error, _eventIds.Next(), "server_error", "session_lost", message, null, null);
            _client.Enqueue(FrameKind.Text, error.WrittenSpan);
        }

        await _client.EndAsync(new SessionEnd(SessionEndCause.SiloLost, 1011, message)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _attached.TrySetCanceled();
        _up.End();
        OnDispose?.Invoke();
        OnDispose = null;
        return ValueTask.CompletedTask;
    }

    private async Task FailedAsync(BatchSenderFailure failure)
    {
        if (failure == BatchSenderFailure.Gone)
        {
            // The session ended on its silo, whose word about it is on its way, after the last frames.
            await Task.Delay(LastWords, _time).ConfigureAwait(false);
        }

        await SiloLostAsync().ConfigureAwait(false);
    }

    private async Task CallAsync(Func<Task> call)
    {
        try
        {
            await call().WaitAsync(CallTimeout, _time).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException or OperationCanceledException)
        {
            // A silo that cannot be told finds out by itself: it probes its gateways and its provider's connection.
        }
    }
}
