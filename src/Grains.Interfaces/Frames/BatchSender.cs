using System.Buffers;

namespace Realtime.Grains.Interfaces.Frames;

/// <summary>Sends one direction of a session in batches, one call in flight while the next batch gathers.</summary>
/// <remarks>
/// A call that fails or takes longer than <see cref="BatchSenderOptions.CallTimeout"/> is repeated with the same sequence number
/// until <see cref="BatchSenderOptions.GiveUpAfter"/> has passed; the receiver drops what it has seen.
/// </remarks>
public sealed class BatchSender : IFrameWriter
{
    private readonly Func<FrameBatch, Task<BatchReceipt>> _send;
    private readonly Action<BatchSenderFailure> _failed;
    private readonly BatchSenderOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly List<int> _lengths = [];
    private readonly List<byte> _flags = [];

    private byte[] _buffer = [];
    private int _length;
    private long _sequence;
    private bool _sending;
    private bool _ended;
    private TaskCompletionSource? _space;
    private TaskCompletionSource? _idle;

    /// <summary>Initializes a new instance of the <see cref="BatchSender"/> class.</summary>
    /// <param name="send">Makes the call.</param>
    /// <param name="failed">Told once when the direction cannot go on.</param>
    /// <param name="options">Sizes and times.</param>
    /// <param name="time">The clock.</param>
    public BatchSender(
        Func<FrameBatch, Task<BatchReceipt>> send,
        Action<BatchSenderFailure> failed,
        BatchSenderOptions options,
        TimeProvider time)
    {
        _send = send;
        _failed = failed;
        _options = options;
        _time = time;
    }

    private bool IsFull => _length >= _options.MaxBytes || _lengths.Count >= _options.MaxFrames;

    /// <inheritdoc/>
    public void Enqueue(FrameKind kind, ReadOnlySpan<byte> payload, bool endOfMessage = true)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            Reserve(payload.Length);
            payload.CopyTo(_buffer.AsSpan(_length));
            _length += payload.Length;
            _lengths.Add(payload.Length);
            _flags.Add(FrameBatch.Flags(kind, endOfMessage));
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> FlushAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task? wait = null;
            lock (_gate)
            {
                if (_ended)
                {
                    return false;
                }

                if (_sending)
                {
                    if (!IsFull)
                    {
                        return true;
                    }

                    _space ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    wait = _space.Task;
                }
                else if (_lengths.Count == 0)
                {
                    return true;
                }

                _sending = true;
            }

            if (wait is null)
            {
                // Not awaited: the next batch gathers while this one is on its way.
                _ = SendLoopAsync();
                return true;
            }

            await wait.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until everything gathered has been taken by the receiver, or the direction has ended.</summary>
    /// <param name="timeout">The longest wait.</param>
    /// <returns>Whether all was taken.</returns>
    public async Task<bool> DrainAsync(TimeSpan timeout)
    {
        await FlushAsync(CancellationToken.None).ConfigureAwait(false);
        Task idle;
        lock (_gate)
        {
            if (_ended || !_sending)
            {
                return !_ended;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            idle = _idle.Task;
        }

        try
        {
            await idle.WaitAsync(timeout, _time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Ends the direction: what is gathered is dropped and nothing more is taken.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            Release();
        }
    }

    private async Task SendLoopAsync()
    {
        while (TakeBatch() is { } batch)
        {
            var failure = await DeliverAsync(batch).ConfigureAwait(false);
            if (failure is not { } reason)
            {
                continue;
            }

            bool first;
            lock (_gate)
            {
                first = !_ended;
                _ended = true;
                Release();
            }

            if (first)
            {
                _failed(reason);
            }

            return;
        }
    }

    private async Task<BatchSenderFailure?> DeliverAsync(FrameBatch batch)
    {
        var start = _time.GetTimestamp();
        while (true)
        {
            var receipt = await TryCallAsync(batch).ConfigureAwait(false);
            switch (receipt)
            {
                case BatchReceipt.Accepted:
                    return null;
                case BatchReceipt.Gone:
                    return BatchSenderFailure.Gone;
                case BatchReceipt.Unknown:
                    return BatchSenderFailure.Unknown;
                case BatchReceipt.Gap:
                    return BatchSenderFailure.FramesMissing;
                case BatchReceipt.Behind:
                    // The receiver is alive and has the frames: how long a slow reader may be slow is its own time-out's matter.
                    batch = new FrameBatch(batch.FirstSequence + batch.Count, [], [], []);
                    start = _time.GetTimestamp();
                    break;
                default:
                    if (_time.GetElapsedTime(start) > _options.GiveUpAfter)
                    {
                        return BatchSenderFailure.Unreachable;
                    }

                    await Task.Delay(_options.RetryDelay, _time).ConfigureAwait(false);
                    break;
            }

            lock (_gate)
            {
                if (_ended)
                {
                    return BatchSenderFailure.Gone;
                }
            }
        }
    }

    private async Task<BatchReceipt?> TryCallAsync(FrameBatch batch)
    {
        try
        {
            return await _send(batch).WaitAsync(_options.CallTimeout, _time).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A loop that ended by an exception would leave the direction silent for ever: whatever it was, the call is made again, and given up.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private FrameBatch? TakeBatch()
    {
        lock (_gate)
        {
            if (_ended || _lengths.Count == 0)
            {
                _sending = false;
                _idle?.TrySetResult();
                _idle = null;
                return null;
            }

            var batch = new FrameBatch(_sequence, _buffer.AsSpan(0, _length).ToArray(), [.. _lengths], [.. _flags]);
            _sequence += _lengths.Count;
            Release();
            return batch;
        }
    }

    private void Reserve(int more)
    {
        if (_buffer.Length - _length >= more)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + more, 4096));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        Return();
        _buffer = larger;
    }

    private void Release()
    {
        Return();
        _length = 0;
        _lengths.Clear();
        _flags.Clear();
        _space?.TrySetResult();
        _space = null;
        if (_ended)
        {
            _idle?.TrySetResult();
            _idle = null;
        }
    }

    private void Return()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }
}
