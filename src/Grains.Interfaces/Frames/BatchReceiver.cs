namespace Realtime.Grains.Interfaces.Frames;

/// <summary>Takes the batches of one direction, each frame once, however often a batch is repeated.</summary>
public sealed class BatchReceiver
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(500);

    private readonly IFrameWriter _target;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private long _next;

    /// <summary>Initializes a new instance of the <see cref="BatchReceiver"/> class.</summary>
    /// <param name="target">Where the frames go.</param>
    /// <param name="time">The clock.</param>
    public BatchReceiver(IFrameWriter target, TimeProvider time)
    {
        _target = target;
        _time = time;
    }

    /// <summary>Takes a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <returns>
    /// <see cref="BatchReceipt.Behind"/> when the frames could not leave within half a second: a call never stays pending for
    /// longer, since pending calls hold up a silo's shutdown.
    /// </returns>
    public async ValueTask<BatchReceipt> AcceptAsync(FrameBatch batch)
    {
        lock (_gate)
        {
            var seen = _next - batch.FirstSequence;
            if (seen < 0)
            {
                return BatchReceipt.Gap;
            }

            if (seen < batch.Count)
            {
                batch.CopyTo((int)seen, _target);
                _next = batch.FirstSequence + batch.Count;
            }
        }

        var flush = _target.FlushAsync(CancellationToken.None);
        if (flush.IsCompleted)
        {
            return await flush.ConfigureAwait(false) ? BatchReceipt.Accepted : BatchReceipt.Gone;
        }

        try
        {
            var open = await flush.AsTask().WaitAsync(LongestWait, _time).ConfigureAwait(false);
            return open ? BatchReceipt.Accepted : BatchReceipt.Gone;
        }
        catch (TimeoutException)
        {
            return BatchReceipt.Behind;
        }
    }
}
