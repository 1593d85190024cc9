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
    /// <summary>The longest payload that is copied into the common buffer when its memory outlives the write, in bytes.</summary>
    public const int MaxCopiedPayload = 64 * 1024;

    private const int MaxControlPayload = 125;

    // More than one read can hold pings for, so that a peer that reads gets every answer. One that pings and does not read gets this
    // many bytes of answers; of those beyond it the newest only.
    private const int MaxPongBytes = 64 * 1024;

    // One write of the transport: the write limit is meant for a peer that takes nothing, not for one that takes long messages slowly.
    private const int MaxWrite = 128 * 1024;

    private readonly Stream _stream;
    private readonly TimeProvider _time;
    private readonly CancellationToken _aborted;
    private readonly Lock _gate = new();
    private readonly FrameBuffer _pending;
    private int _pongBytes;
    private byte[]? _newestPong;
    private bool _insideMessage;
    private bool _flushing;
    private bool _closing;
    private bool _ended;
    private long _writeStart;
    private long _messages;
    private long _bytes;

    // Those whose frames wait, and those whose frames are being written.
    private TaskCompletionSource? _waiting;
    private TaskCompletionSource? _writing;

    /// <summary>Initializes a new instance of the <see cref="FrameSender"/> class.</summary>
    /// <param name="stream">The transport.</param>
    /// <param name="masks">Draws the frames' masks; null when they are not masked.</param>
    /// <param name="time">The clock.</param>
    /// <param name="aborted">Cancelled when the transport is cut.</param>
    public FrameSender(Stream stream, Func<uint>? masks, TimeProvider time, CancellationToken aborted)
    {
        _stream = stream;
        _pending = new FrameBuffer(masks);
        _time = time;
        _aborted = aborted;
    }

    /// <summary>Gets the data messages that were added.</summary>
    public long Messages => Volatile.Read(ref _messages);

    /// <summary>Gets their bytes.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

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

            _pending.Append(Begin(opcode, payload.Length, endOfMessage), payload, endOfMessage);
        }
    }

    /// <summary>Adds a ping.</summary>
    public void EnqueuePing()
    {
        lock (_gate)
        {
            if (!_closing && !_ended)
            {
                _pending.Append(Opcode.Ping, default, fin: true);
            }
        }
    }

    /// <summary>
    /// Adds the answer to a ping. When many of them wait, the newest takes the place of the one before: RFC 6455 section 5.5.3 asks
    /// for no more, and a peer that pings without reading must not fill this end's memory.
    /// </summary>
    /// <param name="payload">The ping's payload.</param>
    public void EnqueuePong(ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            if (_closing || _ended)
            {
                return;
            }

            if (_newestPong is null && _pongBytes < MaxPongBytes)
            {
                _pongBytes += FrameHeader.MaxLength + payload.Length;
                _pending.Append(Opcode.Pong, payload, fin: true);
            }
            else
            {
                _newestPong = payload.ToArray();
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

            _pending.Append(Opcode.Close, payload[..length], fin: true);
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
                return WaitAsync(Waiting(), cancellationToken);
            }

            if (_pending.Length == 0)
            {
                return new ValueTask<bool>(!_closing);
            }

            _flushing = true;
        }

        return WriteAllAsync();
    }

    /// <summary>Sends a long data frame without copying it whole, after everything that was added before.</summary>
    /// <param name="opcode">The message's opcode.</param>
    /// <param name="payload">The payload; it must not change until the task ends.</param>
    /// <param name="endOfMessage">Whether the message ends with it.</param>
    /// <param name="cancellationToken">Ends the wait for another writer; a frame that was begun is finished.</param>
    /// <returns>Whether the connection is still open.</returns>
    public async ValueTask<bool> WriteLongAsync(
        byte opcode, ReadOnlyMemory<byte> payload, bool endOfMessage, CancellationToken cancellationToken)
    {
        uint? key;
        while (true)
        {
            Task other;
            lock (_gate)
            {
                if (_closing || _ended)
                {
                    return false;
                }

                if (!_flushing)
                {
                    _flushing = true;
                    key = _pending.AppendHeader(Begin(opcode, payload.Length, endOfMessage), payload.Length, endOfMessage);
                    break;
                }

                other = Waiting();
            }

            await other.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        // Nobody else writes until this has ended; what they add meanwhile goes out after the payload.
        return await WriteBatchAsync().ConfigureAwait(false)
            && await WritePayloadAsync(payload, key).ConfigureAwait(false)
            && await WriteAllAsync().ConfigureAwait(false);
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

        _ = FlushAsync(CancellationToken.None).AsTask();
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

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitAsync(Task other, CancellationToken cancellationToken)
    {
        await other.WaitAsync(cancellationToken).ConfigureAwait(false);
        return !_ended;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WriteAllAsync()
    {
        while (HasMore())
        {
            if (!await WriteBatchAsync().ConfigureAwait(false))
            {
                return false;
            }
        }

        return !_closing && !_ended;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WriteBatchAsync()
    {
        byte[] buffer;
        int length;
        lock (_gate)
        {
            buffer = _pending.Take(out length);
            _pongBytes = 0;
            if (_newestPong is { } pong && !_closing)
            {
                _pending.Append(Opcode.Pong, pong, fin: true);
            }

            _newestPong = null;
            _writing = _waiting;
            _waiting = null;
        }

        var written = await WriteAsync(buffer.AsMemory(0, length)).ConfigureAwait(false);
        ArrayPool<byte>.Shared.Return(buffer);
        if (written)
        {
            _writing?.TrySetResult();
            _writing = null;
        }

        return written;
    }

    private async ValueTask<bool> WritePayloadAsync(ReadOnlyMemory<byte> payload, uint? key)
    {
        if (key is not { } mask)
        {
            return await WriteAsync(payload).ConfigureAwait(false);
        }

        var piece = ArrayPool<byte>.Shared.Rent(MaxCopiedPayload);
        var written = true;
        for (var offset = 0; offset < payload.Length && written; offset += MaxCopiedPayload)
        {
            var length = Math.Min(MaxCopiedPayload, payload.Length - offset);
            payload.Span.Slice(offset, length).CopyTo(piece);
            FrameMask.Apply(piece.AsSpan(0, length), mask, offset);
            written = await WriteAsync(piece.AsMemory(0, length)).ConfigureAwait(false);
        }

        ArrayPool<byte>.Shared.Return(piece);
        return written;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> data)
    {
        try
        {
            while (data.Length > 0)
            {
                var part = data[..Math.Min(MaxWrite, data.Length)];
                data = data[part.Length..];
                Volatile.Write(ref _writeStart, _time.GetTimestamp());
                await _stream.WriteAsync(part, _aborted).ConfigureAwait(false);
                Volatile.Write(ref _writeStart, 0);
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException
            or InvalidOperationException)
        {
            Volatile.Write(ref _writeStart, 0);
            Fail();
            return false;
        }
    }

    private bool HasMore()
    {
        lock (_gate)
        {
            if (_pending.Length > 0 && !_ended)
            {
                return true;
            }

            _flushing = false;
            Release();
            return false;
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
        _pending.Clear();
        _pongBytes = 0;
        _writing?.TrySetResult();
        _waiting?.TrySetResult();
        _writing = _waiting = null;
    }

    private Task Waiting() => (_waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    // Counts a data frame and tells the opcode that it bears.
    private byte Begin(byte opcode, int length, bool endOfMessage)
    {
        var continues = _insideMessage;
        _insideMessage = !endOfMessage;
        Volatile.Write(ref _bytes, _bytes + length);
        Volatile.Write(ref _messages, _messages + (endOfMessage ? 1 : 0));
        return continues ? Opcode.Continuation : opcode;
    }
}
