namespace Realtime.Protocol.WebSockets;

/// <summary>
/// A WebSocket (RFC 6455) on a duplex stream, made for relaying: messages are handed out in place, frames that arrive together leave
/// together, an idle connection holds no buffer, and every end is a value. Reading has one caller at a time, writing may have several.
/// </summary>
/// <remarks>
/// .NET's own WebSocket takes unmasked frames from clients, writes every frame by itself and learns of a message's length only as it
/// comes; compression (RFC 7692) is left out on purpose, since audio in base64 gains little and a bomb costs memory.
/// </remarks>
public sealed partial class WebSocketConnection : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly WebSocketConnectionOptions _options;
    private readonly TimeProvider _time;
    private readonly FrameReader _reader;
    private readonly FrameSender _sender;
    private readonly KeepAlive? _keepAlive;
    private readonly CancellationTokenSource _abort = new();
    private readonly Lock _gate = new();

    // Set when nothing more is expected of the peer.
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // How the reader was told that the connection ended, and how this end ended it, which the reader may have yet to learn.
    private WebSocketClose? _close;
    private WebSocketClose? _localEnd;
    private volatile bool _readsOn;
    private bool _aborted;
    private bool _disposed;

    /// <summary>Initializes a new instance of the <see cref="WebSocketConnection"/> class. The handshake is over.</summary>
    /// <param name="stream">The transport, which the connection owns from now on.</param>
    /// <param name="options">Limits and times.</param>
    /// <param name="time">The clock.</param>
    public WebSocketConnection(Stream stream, WebSocketConnectionOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _stream = stream;
        _options = options;
        _time = time;
        _reader = new FrameReader(options);
        _sender = new FrameSender(stream, options.Role == WebSocketRole.Client ? options.MaskSource : null, time, _abort.Token);
        _lastReceived = time.GetTimestamp();
        if (options.KeepAliveInterval > TimeSpan.Zero || options.WriteTimeout > TimeSpan.Zero)
        {
            _keepAlive = new KeepAlive(this, options, time);
        }
    }

    /// <summary>Gets the data messages that were received.</summary>
    public long MessagesReceived => Volatile.Read(ref _messagesReceived);

    /// <summary>Gets their bytes.</summary>
    public long BytesReceived => Volatile.Read(ref _bytesReceived);

    /// <summary>Gets the data messages that were added for sending.</summary>
    public long MessagesSent => _sender.Messages;

    /// <summary>Gets their bytes.</summary>
    public long BytesSent => _sender.Bytes;

    /// <summary>Gets when anything came last, as a timestamp.</summary>
    internal long LastReceived => Volatile.Read(ref _lastReceived);

    /// <summary>Gets since when one write has been under way, as a timestamp; 0 when none is.</summary>
    internal long WriteStart => _sender.WriteStart;

    /// <summary>Gets a value indicating whether a reader waits for the peer, so that silence is the peer's and not the reader's.</summary>
    internal bool IsWaiting => Volatile.Read(ref _waiting);

    /// <summary>Reads the next message.</summary>
    /// <param name="cancellationToken">Ends the wait; the connection stays open where the transport survives a cancelled read.</param>
    /// <returns>
    /// The message, whose memory is valid until the next read, or how the connection ended; then <see cref="DisposeAsync"/> is all
    /// that is left to do.
    /// </returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="InvalidOperationException">Another read is under way.</exception>
    public ValueTask<WebSocketReadResult> ReadAsync(CancellationToken cancellationToken) =>
        TryBeginRead() ? ReadMessageAsync(cancellationToken) : AwaitEndAsync(cancellationToken);

    /// <summary>Reads a further message that has already arrived whole, or a piece of one that is handed out in pieces.</summary>
    /// <param name="result">The message, or how the connection ended.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryRead(out WebSocketReadResult result)
    {
        result = default;
        if (_close is not null || (_localEnd is not null && !_readsOn) || _reader.IsEmpty || !TryBeginRead())
        {
            return false;
        }

        var read = false;
        try
        {
            read = Step(out result);
        }
        finally
        {
            EndRead(read && result.Close is null);
        }

        return read;
    }

    /// <summary>Adds a message or a piece of one to what the next flush sends. When the connection has ended it is dropped.</summary>
    /// <param name="kind">Text or binary; ignored for all pieces of a message but the first.</param>
    /// <param name="payload">The bytes, copied before this returns. A whole text must be UTF-8.</param>
    /// <param name="endOfMessage">
    /// Whether the message ends with them. Until it does, whatever is added continues it: other writers must wait.
    /// </param>
    public void Enqueue(WebSocketMessageKind kind, ReadOnlySpan<byte> payload, bool endOfMessage = true) =>
        _sender.Enqueue(OpcodeOf(kind), payload, endOfMessage);

    /// <summary>Sends what was added and waits until it is out, whoever writes it.</summary>
    /// <param name="cancellationToken">Ends the wait for another writer.</param>
    /// <returns>Whether the connection is still open.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<bool> FlushAsync(CancellationToken cancellationToken) => _sender.FlushAsync(cancellationToken);

    /// <summary>Adds a message and sends it. A long one is not copied whole.</summary>
    /// <param name="kind">Text or binary.</param>
    /// <param name="payload">The bytes; they must not change until the task ends.</param>
    /// <param name="endOfMessage">Whether the message ends with them.</param>
    /// <param name="cancellationToken">Ends the wait for another writer.</param>
    /// <returns>Whether the connection is still open.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<bool> WriteAsync(
        WebSocketMessageKind kind,
        ReadOnlyMemory<byte> payload,
        bool endOfMessage = true,
        CancellationToken cancellationToken = default)
    {
        if (payload.Length > FrameSender.MaxCopiedPayload)
        {
            return _sender.WriteLongAsync(OpcodeOf(kind), payload, endOfMessage, cancellationToken);
        }

        Enqueue(kind, payload.Span, endOfMessage);
        return FlushAsync(cancellationToken);
    }

    /// <summary>
    /// Sends a close frame after everything that was added before, waits for the peer's and closes the transport; the wait is bounded
    /// by <see cref="WebSocketConnectionOptions.CloseTimeout"/>. It can be called at any time, by anyone and more than once; a read
    /// that is under way ends.
    /// </summary>
    /// <param name="code">The close code; one that may not be on the wire becomes 1011.</param>
    /// <param name="reason">The reason, cut to 123 bytes.</param>
    /// <param name="cancellationToken">Ends the wait and cuts the transport.</param>
    /// <returns>A task that ends when the transport is closed.</returns>
    public ValueTask CloseAsync(ushort code, string reason, CancellationToken cancellationToken) =>
        CloseAsync(code, reason, readsOn: false, cancellationToken);

    /// <summary>
    /// As <see cref="CloseAsync(ushort, string, CancellationToken)"/>, but whoever reads still gets what the peer sent before it answers the
    /// close, and the end after that. Only for a connection that somebody reads.
    /// </summary>
    /// <param name="code">The close code; one that may not be on the wire becomes 1011.</param>
    /// <param name="reason">The reason, cut to 123 bytes.</param>
    /// <param name="cancellationToken">Ends the wait and cuts the transport.</param>
    /// <returns>A task that ends when the transport is closed.</returns>
    public ValueTask CloseReadingOnAsync(ushort code, string reason, CancellationToken cancellationToken) =>
        CloseAsync(code, reason, readsOn: true, cancellationToken);

    private async ValueTask CloseAsync(ushort code, string reason, bool readsOn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reason);
        var sent = CloseCodes.MayBeSent(code) ? code : CloseCodes.InternalError;
        var payload = CloseCodes.CutReason(reason);
        lock (_gate)
        {
            if (_sender.TryEnqueueClose(sent, payload))
            {
                _readsOn = readsOn;
                _localEnd ??= new WebSocketClose(sent, reason, WebSocketCloseCause.LocalClose);
            }
        }

        await FinishAsync(cancellationToken).ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Cuts the transport.</summary>
    public void Abort() => Abort(WebSocketCloseCause.LocalClose);

    /// <summary>
    /// Closes the transport: after the peer was told, when the connection has ended or is being closed; at once, when it is open.
    /// </summary>
    /// <returns>A task that ends when the transport is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _readsOn = false;
        }

        if ((_close ?? _localEnd) is not null)
        {
            await FinishAsync(CancellationToken.None).ConfigureAwait(false);
        }
        else
        {
            Abort();
        }

        _keepAlive?.Dispose();
        _sender.End();
        _finished.TrySetResult();
        await _stream.DisposeAsync().ConfigureAwait(false);
        ReleaseReader();
    }

    /// <summary>Sends a ping.</summary>
    internal void Ping()
    {
        _sender.EnqueuePing();
        _sender.FlushControl();
    }

    /// <summary>Says goodbye, with 1008, to a peer that does not read: it learns so if it reads again before the transport is cut.</summary>
    internal void GiveUp()
    {
        const string reason = "Messages were not read in time.";
        lock (_gate)
        {
            if (_sender.TryEnqueueClose(CloseCodes.PolicyViolation, CloseCodes.CutReason(reason)))
            {
                _localEnd ??= new WebSocketClose(CloseCodes.PolicyViolation, reason, WebSocketCloseCause.WriteTimeout);
            }
        }
    }

    /// <summary>Cuts the transport.</summary>
    /// <param name="cause">What the reader is told.</param>
    internal void Abort(WebSocketCloseCause cause)
    {
        lock (_gate)
        {
            _localEnd ??= new WebSocketClose(CloseCodes.Abnormal, "", cause);
        }

        _sender.End();
        if (Interlocked.Exchange(ref _aborted, true))
        {
            return;
        }

        _abort.Cancel();
        _options.OnAbort?.Invoke();

        // Whoever aborts does not wait: it may be a timer.
        _ = _stream.DisposeAsync().AsTask();
    }

    private static byte OpcodeOf(WebSocketMessageKind kind) => kind == WebSocketMessageKind.Binary ? Opcode.Binary : Opcode.Text;
}
