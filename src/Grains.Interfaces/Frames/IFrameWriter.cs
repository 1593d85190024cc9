namespace Realtime.Grains.Interfaces.Frames;

/// <summary>One direction of a session: frames go in one after another and leave in the same order.</summary>
/// <remarks>
/// Frames are gathered by <see cref="Enqueue"/> and leave at <see cref="FlushAsync"/>, so that frames which arrived together
/// cost one write. Both may be called from several threads; the frames of one caller keep their order.
/// </remarks>
public interface IFrameWriter
{
    /// <summary>Adds a frame.</summary>
    /// <param name="kind">What it carries.</param>
    /// <param name="payload">Its bytes, copied before this returns.</param>
    /// <param name="endOfMessage">Whether the message ends here; false for all pieces but the last of a message passed on in pieces.</param>
    void Enqueue(FrameKind kind, ReadOnlySpan<byte> payload, bool endOfMessage = true);

    /// <summary>Sends what was gathered and waits while the receiver is behind: this is the session's backpressure.</summary>
    /// <param name="cancellationToken">Ends the wait, not the sending.</param>
    /// <returns>Whether the direction is still open.</returns>
    ValueTask<bool> FlushAsync(CancellationToken cancellationToken);
}
