using System.Threading.Channels;

namespace Realtime.Grains.Ledger.Sinks;

/// <summary>One callback's queue: bounded, sent in batches, each tried again with growing waits.</summary>
internal sealed class SinkQueue
{
    private const int Capacity = 20_000;
    private const int BatchSize = 200;
    private const int Attempts = 6;

    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private readonly Channel<string> _channel;
    private readonly Func<IReadOnlyList<string>, CancellationToken, Task<bool>> _send;
    private readonly Action<int> _lost;
    private readonly TimeProvider _time;
    private readonly Task _work;

    /// <summary>Initializes a new instance of the <see cref="SinkQueue"/> class.</summary>
    /// <param name="send">Sends a batch and tells whether it was taken.</param>
    /// <param name="lost">Hears how many rows were given up.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">The process ends.</param>
    public SinkQueue(
        Func<IReadOnlyList<string>, CancellationToken, Task<bool>> send, Action<int> lost, TimeProvider time, CancellationToken stop)
    {
        _send = send;
        _lost = lost;
        _time = time;
        _channel = Channel.CreateBounded<string>(
            new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, _ => lost(1));
        _work = Task.Run(() => RunAsync(stop), CancellationToken.None);
    }

    /// <summary>Queues a row.</summary>
    /// <param name="payload">The row as JSON.</param>
    public void Add(string payload) => _channel.Writer.TryWrite(payload);

    /// <summary>Takes no more, and waits until all was sent.</summary>
    /// <param name="patience">How long to wait.</param>
    /// <returns>A task that ends when all was sent or the time is over.</returns>
    public async Task EndAsync(TimeSpan patience)
    {
        _channel.Writer.TryComplete();
        await Task.WhenAny(_work, Task.Delay(patience, _time)).ConfigureAwait(false);
    }

    private async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (await _channel.Reader.WaitToReadAsync(stop).ConfigureAwait(false))
            {
                if (!_channel.Reader.Completion.IsCompleted && _channel.Reader.Count < BatchSize)
                {
                    await Task.WhenAny(Task.Delay(Gather, _time, stop), _channel.Reader.Completion).ConfigureAwait(false);
                }

                var batch = new List<string>();
                while (batch.Count < BatchSize && _channel.Reader.TryRead(out var payload))
                {
                    batch.Add(payload);
                }

                await SendAsync(batch, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The process ends; the ledger has the rows.
        }
    }

    private async Task SendAsync(List<string> batch, CancellationToken stop)
    {
        var wait = FirstWait;
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            using var timeout = new CancellationTokenSource(Timeout, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
            if (await _send(batch, either.Token).ConfigureAwait(false))
            {
                return;
            }

            await Task.Delay(wait, _time, stop).ConfigureAwait(false);
            wait *= 2;
        }

        _lost(batch.Count);
    }
}
