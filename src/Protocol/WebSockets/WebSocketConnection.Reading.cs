using System.Runtime.CompilerServices;

namespace Realtime.Protocol.WebSockets;

/// <content>The reading half.</content>
public sealed partial class WebSocketConnection
{
    // A connection that was read from so often, each time after so short a wait, keeps its buffer while it waits for more; it gives
    // it back after the first long wait, which a ping's answer ends at the latest.
    private const int QuickReadsOfAStream = 8;
    private static readonly TimeSpan QuickRead = TimeSpan.FromMilliseconds(250);

    private long _messagesReceived;
    private long _bytesReceived;
    private long _lastReceived;
    private int _quickReads;
    private bool _waiting;

    // Who reads: a caller's read, or the closing side, for good. Memory that was handed out is not given back to the pool under its user.
    private bool _reading;
    private bool _discarding;
    private bool _handedOut;
    private TaskCompletionSource? _readEnded;

    private CancellationTokenSource? _linked;
    private CancellationToken _linkedTo;

    private static (ushort Code, WebSocketCloseCause Cause) Violation(ReadStep step) => step switch
    {
        ReadStep.InvalidUtf8 => (CloseCodes.InvalidPayload, WebSocketCloseCause.InvalidUtf8),
        ReadStep.MessageTooBig => (CloseCodes.TooBig, WebSocketCloseCause.MessageTooBig),
        _ => (CloseCodes.ProtocolError, WebSocketCloseCause.ProtocolError),
    };

    private bool TryBeginRead()
    {
        lock (_gate)
        {
            if (_discarding || _disposed)
            {
                return false;
            }

            if (_reading)
            {
                throw new InvalidOperationException("Another read is under way.");
            }

            _reading = true;
            return true;
        }
    }

    private void EndRead(bool handedOut)
    {
        TaskCompletionSource? waiter;
        bool release;
        lock (_gate)
        {
            _reading = false;
            _handedOut = handedOut;
            waiter = _readEnded;
            _readEnded = null;
            release = _disposed;
        }

        waiter?.TrySetResult();
        if (release)
        {
            ReleaseReader();
        }
    }

    // The closing side reads what is left; there is nothing more for the caller.
    private async ValueTask<WebSocketReadResult> AwaitEndAsync(CancellationToken cancellationToken)
    {
        await _finished.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return Ended();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<WebSocketReadResult> ReadMessageAsync(CancellationToken cancellationToken)
    {
        var handedOut = false;
        try
        {
            while (_close is null)
            {
                if (_localEnd is { } end && !_readsOn)
                {
                    await SkipToCloseAsync(cancellationToken).ConfigureAwait(false);
                    return End(end);
                }

                if (Step(out var result))
                {
                    handedOut = result.Close is null;
                    return result;
                }

                if (!await FillAsync(cancellationToken).ConfigureAwait(false))
                {
                    return End(_localEnd ?? new WebSocketClose(CloseCodes.Abnormal, "", WebSocketCloseCause.PeerGone));
                }
            }

            return Ended();
        }
        finally
        {
            EndRead(handedOut);
        }
    }

    // Goes on until there is a message or an end for the caller; control frames are answered on the way, together.
    private bool Step(out WebSocketReadResult result)
    {
        var answers = false;
        ReadStep step;
        while ((step = _reader.Next()) is ReadStep.Ping or ReadStep.Pong)
        {
            if (step == ReadStep.Ping)
            {
                _sender.EnqueuePong(_reader.Payload.Span);
                answers = true;
            }
        }

        if (step is ReadStep.Text or ReadStep.Binary)
        {
            Volatile.Write(ref _bytesReceived, _bytesReceived + _reader.Payload.Length);
            Volatile.Write(ref _messagesReceived, _messagesReceived + (_reader.EndOfMessage ? 1 : 0));
            var kind = step == ReadStep.Text ? WebSocketMessageKind.Text : WebSocketMessageKind.Binary;
            result = new WebSocketReadResult(kind, _reader.Payload, _reader.EndOfMessage, null);
        }
        else if (step == ReadStep.NeedMore)
        {
            result = default;
        }
        else
        {
            result = step == ReadStep.Close ? OnPeerClose() : OnViolation(step);
            answers = true;
        }

        if (answers)
        {
            _sender.FlushControl();
        }

        return step != ReadStep.NeedMore;
    }

    private WebSocketReadResult OnPeerClose()
    {
        lock (_gate)
        {
            // Both ends may close at once; then this end's close frame is on its way already and its own reason stands.
            ushort? echo = _reader.CloseCode == CloseCodes.None ? null : _reader.CloseCode;
            var close = _sender.TryEnqueueClose(echo, default) || _localEnd is null
                ? new WebSocketClose(_reader.CloseCode, _reader.CloseReason, WebSocketCloseCause.PeerClosed)
                : _localEnd;
            return End(close);
        }
    }

    private WebSocketReadResult OnViolation(ReadStep step)
    {
        lock (_gate)
        {
            var (code, cause) = Violation(step);
            _close = _sender.TryEnqueueClose(code, default) || _localEnd is null ? new WebSocketClose(code, "", cause) : _localEnd;
            return Ended();
        }
    }

    private WebSocketReadResult End(WebSocketClose close)
    {
        _close ??= close;
        _finished.TrySetResult();
        return Ended();
    }

    private WebSocketReadResult Ended() => new(
        WebSocketMessageKind.Closed,
        default,
        true,
        _close ?? _localEnd ?? new WebSocketClose(CloseCodes.Abnormal, "", WebSocketCloseCause.PeerGone));

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        if (_reader.IsEmpty && _quickReads < QuickReadsOfAStream)
        {
            // A read of nothing waits without a buffer. Amid a stream of messages it would only cost a system call each.
            _reader.Trim();
            if (await ReceiveAsync(Memory<byte>.Empty, cancellationToken).ConfigureAwait(false) < 0)
            {
                return false;
            }
        }

        var count = await ReceiveAsync(_reader.Free(), cancellationToken).ConfigureAwait(false);
        _reader.Filled(Math.Max(count, 0));
        _quickReads = _time.GetElapsedTime(start) < QuickRead ? Math.Min(_quickReads + 1, QuickReadsOfAStream) : 0;
        return count > 0;
    }

    // Gives -1 when the transport is broken or cut.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReceiveAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        try
        {
            // Silence counts from when this end listens.
            Volatile.Write(ref _lastReceived, _time.GetTimestamp());
            Volatile.Write(ref _waiting, true);
            var count = await _stream.ReadAsync(target, Link(cancellationToken)).ConfigureAwait(false);
            Volatile.Write(ref _lastReceived, _time.GetTimestamp());
            return count;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !_abort.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException
            or InvalidOperationException)
        {
            return -1;
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

    private void ReleaseReader()
    {
        lock (_gate)
        {
            if (_reading)
            {
                // Whoever reads comes here when it has ended.
                return;
            }

            _reading = true;
        }

        if (!_handedOut)
        {
            _reader.Dispose();
        }

        _linked?.Dispose();
    }
}
