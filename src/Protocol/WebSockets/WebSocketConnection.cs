using System.Runtime.CompilerServices;

namespace Realtime.Protocol.WebSockets;

/// <summary>
/// A WebSocket (RFC 6455) on a duplex stream, made for relaying: messages are handed out in place, frames that arrive together leave
/// together, an idle connection holds no buffer, and every end is a value. Reading has one caller at a time, writing may have several.
/// </summary>
/// <remarks>
/// .NET's own WebSocket takes unmasked frames from clients, writes every frame by itself and learns of a message's length only as it
/// comes; compression (RFC 7692) is left out on purpose, since audio in base64 gains little and a bomb costs memory.
/// </remarks>
public sealed class WebSocketConnection : IAsyncDisposable
{
    private const int MaxDiscardedBytes = 64 * 1024 * 1024;

    private readonly Stream _stream;
    private readonly WebSocketConnectionOptions _options;
    private readonly TimeProvider _time;
    private readonly FrameReader _reader;
    private readonly FrameSender _sender;
    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly KeepAlive? _keepAlive;
    private WebSocketClose? _close;
    private WebSocketClose? _abortedAs;
    private long _lastReceived;
    private CancellationTokenSource? _linked;
    private CancellationToken _linkedTo;
    private int _readers;
    private bool _waiting;
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
        _sender = new FrameSender(stream, options.Role == WebSocketRole.Client, time, _abort.Token);
        _lastReceived = time.GetTimestamp();
        if (options.KeepAliveInterval > TimeSpan.Zero || options.WriteTimeout > TimeSpan.Zero)
        {
            _keepAlive = new KeepAlive(this, options, time);
        }
    }

    /// <summary>Gets the data messages that were received.</summary>
    public long MessagesReceived { get; private set; }

    /// <summary>Gets their bytes.</summary>
    public long BytesReceived { get; private set; }

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
    /// <param name="cancellationToken">Ends the wait. Transports of the platform's HTTP client are cut by it.</param>
    /// <returns>The message, whose memory is valid until the next read, or how the connection ended.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<WebSocketReadResult> ReadAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _readers, 1, 0) != 0)
        {
            // The closing side reads what is left; there is nothing more for this one.
            await _finished.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            return Ended();
        }

        try
        {
            return await ReadMessageAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _readers, 0);
        }
    }

    /// <summary>Reads a further message that has already arrived whole.</summary>
    /// <param name="result">The message, or how the connection ended.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryRead(out WebSocketReadResult result)
    {
        result = default;
        if (_close is not null || _reader.IsEmpty || Interlocked.CompareExchange(ref _readers, 1, 0) != 0)
        {
            return false;
        }

        try
        {
            return Step(out result);
        }
        finally
        {
            Volatile.Write(ref _readers, 0);
        }
    }

    /// <summary>Adds a message or a piece of one to what the next flush sends.</summary>
    /// <param name="kind">Text or binary; ignored for all pieces of a message but the first.</param>
    /// <param name="payload">The bytes, copied before this returns. A whole text must be UTF-8.</param>
    /// <param name="endOfMessage">Whether the message ends with them. Until it does, no other message may be added.</param>
    public void Enqueue(WebSocketMessageKind kind, ReadOnlySpan<byte> payload, bool endOfMessage = true) =>
        _sender.Enqueue(kind == WebSocketMessageKind.Binary ? Opcode.Binary : Opcode.Text, payload, endOfMessage);

    /// <summary>Sends what was added and waits until it is out, whoever writes it.</summary>
    /// <param name="cancellationToken">Ends the wait for another writer.</param>
    /// <returns>Whether the connection is still open.</returns>
    public ValueTask<bool> FlushAsync(CancellationToken cancellationToken) => _sender.FlushAsync(cancellationToken);

    /// <summary>Adds a message and sends it.</summary>
    /// <param name="kind">Text or binary.</param>
    /// <param name="payload">The bytes.</param>
    /// <param name="endOfMessage">Whether the message ends with them.</param>
    /// <param name="cancellationToken">Ends the wait for another writer.</param>
    /// <returns>Whether the connection is still open.</returns>
    public ValueTask<bool> WriteAsync(
        WebSocketMessageKind kind, ReadOnlyMemory<byte> payload, bool endOfMessage, CancellationToken cancellationToken)
    {
        Enqueue(kind, payload.Span, endOfMessage);
        return FlushAsync(cancellationToken);
    }

    /// <summary>
    /// Sends a close frame after everything that was added before, waits for the peer's and closes the transport; the wait is bounded
    /// by <see cref="WebSocketConnectionOptions.CloseTimeout"/>. It can be called at any time and more than once.
    /// </summary>
    /// <param name="code">The close code; one that may not be on the wire becomes 1011.</param>
    /// <param name="reason">The reason, cut to 123 bytes.</param>
    /// <param name="cancellationToken">Ends the wait and cuts the transport.</param>
    /// <returns>A task that ends when the transport is closed.</returns>
    public async ValueTask CloseAsync(ushort code, string reason, CancellationToken cancellationToken)
    {
        var sent = CloseCodes.MayBeSent(code) ? code : (ushort)1011;
        lock (_gate)
        {
            _abortedAs ??= new WebSocketClose(sent, reason, WebSocketCloseCause.LocalClose);
        }

        _sender.TryEnqueueClose(sent, CloseCodes.CutReason(reason));
        await FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Cuts the transport.</summary>
    public void Abort() => Abort(WebSocketCloseCause.LocalClose);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        if (_close is not null)
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
        if (Interlocked.CompareExchange(ref _readers, 1, 0) == 0)
        {
            // No reader holds the buffers any more.
            _reader.Dispose();
            _linked?.Dispose();
        }
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
            _abortedAs ??= new WebSocketClose(1008, reason, WebSocketCloseCause.WriteTimeout);
        }

        _sender.TryEnqueueClose(1008, CloseCodes.CutReason(reason));
    }

    /// <summary>Cuts the transport.</summary>
    /// <param name="cause">What the reader is told.</param>
    internal void Abort(WebSocketCloseCause cause)
    {
        lock (_gate)
        {
            _abortedAs ??= new WebSocketClose(1006, "", cause);
        }

        _sender.End();
        _abort.Cancel();
        _options.OnAbort?.Invoke();
    }

    private static (ushort Code, WebSocketCloseCause Cause) Violation(ReadStep step) => step switch
    {
        ReadStep.InvalidUtf8 => (1007, WebSocketCloseCause.InvalidUtf8),
        ReadStep.MessageTooBig => (1009, WebSocketCloseCause.MessageTooBig),
        _ => (1002, WebSocketCloseCause.ProtocolError),
    };

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<WebSocketReadResult> ReadMessageAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_close is not null)
            {
                return Ended();
            }

            if (Step(out var result))
            {
                return result;
            }

            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                return End(_abortedAs ?? new WebSocketClose(1006, "", WebSocketCloseCause.PeerGone));
            }
        }
    }

    // Goes on until there is a message or an end for the caller; control frames are answered on the way.
    private bool Step(out WebSocketReadResult result)
    {
        while (true)
        {
            var step = _reader.Next();
            switch (step)
            {
                case ReadStep.NeedMore:
                    result = default;
                    return false;
                case ReadStep.Text or ReadStep.Binary:
                    if (_abortedAs is not null)
                    {
                        // This end has closed: what still comes is discarded.
                        continue;
                    }

                    BytesReceived += _reader.Payload.Length;
                    MessagesReceived += _reader.EndOfMessage ? 1 : 0;
                    var kind = step == ReadStep.Text ? WebSocketMessageKind.Text : WebSocketMessageKind.Binary;
                    result = new WebSocketReadResult(kind, _reader.Payload, _reader.EndOfMessage, null);
                    return true;
                case ReadStep.Ping:
                    _sender.SetPong(_reader.Payload.Span);
                    _sender.FlushControl();
                    continue;
                case ReadStep.Pong:
                    continue;
                case ReadStep.Close:
                    result = OnPeerClose();
                    return true;
                default:
                    var (code, cause) = Violation(step);
                    result = End(new WebSocketClose(code, "", cause));
                    _sender.TryEnqueueClose(code, default);
                    _sender.FlushControl();
                    return true;
            }
        }
    }

    private WebSocketReadResult OnPeerClose()
    {
        ushort? echo = _reader.CloseCode == 1005 ? null : _reader.CloseCode;
        var first = _sender.TryEnqueueClose(echo, default);
        _sender.FlushControl();
        var close = first || _abortedAs is null
            ? new WebSocketClose(_reader.CloseCode, _reader.CloseReason, WebSocketCloseCause.PeerClosed)
            : _abortedAs;
        return End(close);
    }

    private WebSocketReadResult End(WebSocketClose close)
    {
        _close ??= close;
        if (close.Cause is not (WebSocketCloseCause.ProtocolError or WebSocketCloseCause.InvalidUtf8 or WebSocketCloseCause.MessageTooBig))
        {
            _finished.TrySetResult();
        }

        return Ended();
    }

    private WebSocketReadResult Ended() => new(
        WebSocketMessageKind.Closed, default, true, _close ?? _abortedAs ?? new WebSocketClose(1006, "", WebSocketCloseCause.PeerGone));

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        var token = Link(cancellationToken);
        try
        {
            Volatile.Write(ref _lastReceived, _time.GetTimestamp());
            Volatile.Write(ref _waiting, true);
            if (_reader.IsEmpty)
            {
                // A read of nothing waits without a buffer.
                _reader.Trim();
                await _stream.ReadAsync(Memory<byte>.Empty, token).ConfigureAwait(false);
            }

            var count = await _stream.ReadAsync(_reader.Free(), token).ConfigureAwait(false);
            _reader.Filled(count);
            Volatile.Write(ref _lastReceived, _time.GetTimestamp());
            return count > 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !_abort.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException
            or InvalidOperationException)
        {
            return false;
        }
        finally
        {
            Volatile.Write(ref _waiting, false);
        }
    }

    // A pump reads with the same token all its life, so one linked source does for all its reads.
    private CancellationToken Link(CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled)
        {
            return _abort.Token;
        }

        if (_linked is null || cancellationToken != _linkedTo)
        {
            _linked?.Dispose();
            _linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _abort.Token);
            _linkedTo = cancellationToken;
        }

        return _linked.Token;
    }

    // The peer must be able to read the close frame: a transport that is closed over unread bytes is reset, and a reset may overtake it.
    private async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.CloseTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken, _abort.Token);
        try
        {
            await _sender.FlushAsync(either.Token).AsTask().WaitAsync(either.Token).ConfigureAwait(false);
            if (_finished.Task.IsCompleted)
            {
                return;
            }

            if (Interlocked.CompareExchange(ref _readers, 1, 0) == 0)
            {
                await DiscardAsync(either.Token).ConfigureAwait(false);
                _finished.TrySetResult();
            }
            else
            {
                await _finished.Task.WaitAsync(either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            Abort(WebSocketCloseCause.LocalClose);
            _finished.TrySetResult();
        }
    }

    private async Task DiscardAsync(CancellationToken cancellationToken)
    {
        if (_close is { Cause: WebSocketCloseCause.PeerGone or WebSocketCloseCause.PeerClosed })
        {
            return;
        }

        var discarded = 0L;
        while (discarded < MaxDiscardedBytes)
        {
            if (_close is null)
            {
                // This end has closed in good order, so the peer's close frame can still be recognised.
                if (Step(out var result) && result.Close is not null)
                {
                    return;
                }
            }
            else
            {
                // After a violation nothing that comes means anything.
                _reader.Dispose();
            }

            var before = discarded;
            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            discarded = before + _reader.Held;
        }
    }
}
