using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Realtime.Protocol.WebSockets;

/// <summary>
/// The writing half of a connection. Frames of all writers gather in one buffer, and whoever flushes first writes it with one call;
/// the others' flushes end when their bytes are out. So frames that arrive together cost one system call, and a peer that does not
/// read holds back everyone who writes to it.
/// </summary>
internal sealed class FrameSender
{
    private const int MaxControlPayload = 125;
    private const int MaxPendingForPongs = 64 * 1024;

    private readonly Stream _stream;
    private readonly bool _masks;
    private readonly TimeProvider _time;
    private readonly CancellationToken _aborted;
    private readonly Lock _gate = new();
    private byte[] _pending = [];
    private int _length;
    private byte[]? _pong;
    private bool _insideMessage;
    private bool _flushing;
    private bool _closing;
    private bool _ended;
    private long _writeStart;
    private TaskCompletionSource? _flushed;

    /// <summary>Initializes a new instance of the <see cref="FrameSender"/> class.</summary>
    /// <param name="stream">The transport.</param>
    /// <param name="masks">Whether frames are masked.</param>
    /// <param name="time">The clock.</param>
    /// <param name="aborted">Cancelled when the transport is cut.</param>
    public FrameSender(Stream stream, bool masks, TimeProvider time, CancellationToken aborted)
    {
        _stream = stream;
        _masks = masks;
        _time = time;
        _aborted = aborted;
    }

    /// <summary>Gets the data messages that were added.</summary>
    public long Messages { get; private set; }

    /// <summary>Gets their bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>Gets since when one write has been under way, as a timestamp; 0 when none is.</summary>
    public long WriteStart => Volatile.Read(ref _writeStart);

    /// <summary>Adds a data frame.</summary>
    /// <param name="opcode">The message's opcode.</param>
    /// <param name="payload">The payload, copied before this returns.</param>
    /// <param name="endOfMessage">Whether the message ends with it.</param>
    public void Enqueue(byte opcode, ReadOnlySpan<byte> payload, bool endOfMessage)
    {
        lock (_gate)
        {
            if (_closing || _ended)
            {
                return;
            }

            Append(_insideMessage ? Opcode.Continuation : opcode, payload, endOfMessage);
            _insideMessage = !endOfMessage;
            Bytes += payload.Length;
            Messages += endOfMessage ? 1 : 0;
        }
    }

    /// <summary>Adds a ping.</summary>
    public void EnqueuePing()
    {
        lock (_gate)
        {
            if (!_closing && !_ended)
            {
                Append(Opcode.Ping, default, endOfMessage: true);
            }
        }
    }

    /// <summary>Adds the answer to a ping in place of one that is not out yet: RFC 6455 section 5.5.3 asks for the newest only.</summary>
    /// <param name="payload">The ping's payload.</param>
    public void SetPong(ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            if (_closing || _ended)
            {
                return;
            }

            // Every ping has its pong, unless the peer sends them without reading: then the last one has it, as RFC 6455
            // section 5.5.3 allows.
            if (_pong is null && _length < MaxPendingForPongs)
            {
                Append(Opcode.Pong, payload, endOfMessage: true);
            }
            else
            {
                _pong = payload.ToArray();
            }
        }
    }

    /// <summary>Adds the close frame, the last frame of all.</summary>
    /// <param name="code">The code; null for none.</param>
    /// <param name="reason">The reason in UTF-8, at most 123 bytes.</param>
    /// <returns>Whether it is the first one.</returns>
    public bool TryEnqueueClose(ushort? code, ReadOnlySpan<byte> reason)
    {
        lock (_gate)
        {
            if (_closing || _ended)
            {
                return false;
            }

            _closing = true;
            Span<byte> payload = stackalloc byte[MaxControlPayload];
            var length = 0;
            if (code is { } value)
            {
                BinaryPrimitives.WriteUInt16BigEndian(payload, value);
                reason.CopyTo(payload[2..]);
                length = 2 + reason.Length;
            }

            Append(Opcode.Close, payload[..length], endOfMessage: true);
            return true;
        }
    }

    /// <summary>Writes what was added, or waits until whoever writes now has written it.</summary>
    /// <param name="cancellationToken">Ends the wait for another writer.</param>
    /// <returns>Whether the connection is still open.</returns>
    public ValueTask<bool> FlushAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return new ValueTask<bool>(false);
            }

            if (_flushing)
            {
                _flushed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return WaitAsync(_flushed.Task, cancellationToken);
            }

            if (_length == 0 && _pong is null)
            {
                return new ValueTask<bool>(!_closing);
            }

            _flushing = true;
        }

        return WriteAllAsync();
    }

    /// <summary>Starts to write control frames without waiting: a peer that does not read must not stop this end from reading.</summary>
    public void FlushControl()
    {
        lock (_gate)
        {
            if (_flushing || _ended)
            {
                return;
            }
        }

        var flush = FlushAsync(CancellationToken.None);
        if (!flush.IsCompleted)
        {
            _ = flush.AsTask();
        }
    }

    /// <summary>Drops what is not out and takes nothing more.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            if (!_flushing)
            {
                Release();
            }
        }
    }

    private async ValueTask<bool> WaitAsync(Task flushed, CancellationToken cancellationToken)
    {
        await flushed.WaitAsync(cancellationToken).ConfigureAwait(false);
        return !_ended;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WriteAllAsync()
    {
        while (Take(out var buffer, out var length))
        {
            try
            {
                Volatile.Write(ref _writeStart, _time.GetTimestamp());
                await _stream.WriteAsync(buffer.AsMemory(0, length), _aborted).ConfigureAwait(false);
                Volatile.Write(ref _writeStart, 0);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException
                or InvalidOperationException)
            {
                Fail();
                return false;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        return !_closing && !_ended;
    }

    private bool Take(out byte[] buffer, out int length)
    {
        lock (_gate)
        {
            if (_pong is { } pong && !_ended && !_closing)
            {
                Append(Opcode.Pong, pong, endOfMessage: true);
            }

            _pong = null;
            if (_length == 0 || _ended)
            {
                _flushing = false;
                Release();
                buffer = [];
                length = 0;
                return false;
            }

            buffer = _pending;
            length = _length;
            _pending = [];
            _length = 0;
            return true;
        }
    }

    private void Fail()
    {
        lock (_gate)
        {
            _ended = true;
            _flushing = false;
            Release();
        }
    }

    private void Release()
    {
        if (_pending.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_pending);
            _pending = [];
        }

        _length = 0;
        _flushed?.TrySetResult();
        _flushed = null;
    }

    private void Append(byte opcode, ReadOnlySpan<byte> payload, bool endOfMessage)
    {
        Reserve(FrameHeader.MaxLength + payload.Length);
        uint? key = _masks ? MaskKeys.Next() : null;
        _length += FrameHeader.Write(_pending.AsSpan(_length), opcode, endOfMessage, payload.Length, key);
        var target = _pending.AsSpan(_length, payload.Length);
        payload.CopyTo(target);
        FrameMask.Apply(target, key ?? 0, 0);
        _length += payload.Length;
    }

    private void Reserve(int more)
    {
        if (_pending.Length - _length >= more)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(_length + more);
        _pending.AsSpan(0, _length).CopyTo(larger);
        if (_pending.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_pending);
        }

        _pending = larger;
    }
}
