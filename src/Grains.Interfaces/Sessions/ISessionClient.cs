using Realtime.Grains.Interfaces.Frames;

namespace Realtime.Grains.Interfaces.Sessions;

/// <summary>A session's client, as the silo sees it when the gateway is another process.</summary>
[Alias("Realtime.ISessionClient")]
public interface ISessionClient : IGrainObserver
{
    /// <summary>Takes frames for the client.</summary>
    /// <param name="batch">The frames.</param>
    /// <returns>Whether they were taken.</returns>
    [Alias("Deliver")]
    Task<BatchReceipt> Deliver(FrameBatch batch);

    /// <summary>Closes the client's socket after everything that was delivered before.</summary>
    /// <param name="end">With which code and reason.</param>
    /// <returns>A task that ends when the gateway knows.</returns>
    [Alias("End")]
    Task End(SessionEnd end);

    /// <summary>Gives the gateway a snapshot of the session, so that the frames before it need not be kept.</summary>
    /// <param name="clientFrames">How many of the client's frames need not be kept.</param>
    /// <param name="serverFrames">How many of the frames to the client.</param>
    /// <param name="snapshot">The snapshot, for the silo that goes on with the session; null where the last one holds still.</param>
    /// <returns>Whether it was taken; not where it is ahead of what has come for the client.</returns>
    [Alias("Saved")]
    Task<bool> Saved(long clientFrames, long serverFrames, byte[]? snapshot);
}
