using Realtime.Gateway.Sessions.Journal;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Gateway.Sessions;

/// <summary>What one silo tells a client of this gateway. When the session has another silo, the former one's words count no more.</summary>
internal sealed class SessionDownlink(RemoteSession session, SessionJournal journal, IFrameWriter client, TimeProvider time)
    : ISessionClient, IFrameWriter
{
    private BatchReceiver? _receiver;
    private volatile bool _isClosed;

    /// <summary>Takes nothing more.</summary>
    public void Close() => _isClosed = true;

    /// <inheritdoc/>
    public Task<BatchReceipt> Deliver(FrameBatch batch)
    {
        if (_isClosed)
        {
            return Task.FromResult(BatchReceipt.Gone);
        }

        var receiver = LazyInitializer.EnsureInitialized(ref _receiver, () => new BatchReceiver(this, time));
        return receiver.AcceptAsync(batch).AsTask();
    }

    /// <inheritdoc/>
    public Task End(SessionEnd end) => _isClosed ? Task.CompletedTask : session.EndedAsync(end);

    /// <inheritdoc/>
    public Task<bool> Saved(long clientFrames, long serverFrames, byte[]? snapshot) =>
        Task.FromResult(!_isClosed && journal.Saved(clientFrames, serverFrames, snapshot));

    /// <inheritdoc/>
    public void Enqueue(FrameKind kind, ReadOnlySpan<byte> payload, bool endOfMessage = true)
    {
        if (!_isClosed)
        {
            journal.AddToClient(kind, payload, endOfMessage);
            client.Enqueue(kind, payload, endOfMessage);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> FlushAsync(CancellationToken cancellationToken) => client.FlushAsync(cancellationToken);
}
