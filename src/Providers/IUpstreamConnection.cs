namespace Realtime.Providers;

/// <summary>A provider's open connection, whatever carries it. Reading has one caller; writing may have several.</summary>
public interface IUpstreamConnection : IAsyncDisposable
{
    /// <summary>Reads the next message, or a piece of one that is too long to be held whole.</summary>
    /// <param name="cancellationToken">Gives the connection up: it may be cut.</param>
    /// <returns>The message, whose memory is valid until the next read, or how the connection ended.</returns>
    ValueTask<UpstreamRead> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Reads a further message that has already arrived.</summary>
    /// <param name="read">The message.</param>
    /// <returns>Whether there was one.</returns>
    bool TryRead(out UpstreamRead read);

    /// <summary>Adds a message to what the next <see cref="FlushAsync"/> sends.</summary>
    /// <param name="payload">Its bytes, copied before this returns.</param>
    /// <param name="binary">Whether it is a binary message.</param>
    /// <param name="endOfMessage">Whether the message ends with these bytes.</param>
    void Enqueue(ReadOnlySpan<byte> payload, bool binary, bool endOfMessage = true);

    /// <summary>Sends what was added, waiting while the provider does not read.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether the connection is still open.</returns>
    ValueTask<bool> FlushAsync(CancellationToken cancellationToken);

    /// <summary>Closes the connection in the provider's way.</summary>
    /// <param name="code">A WebSocket close code; carriers without one ignore it.</param>
    /// <param name="reason">The reason.</param>
    /// <param name="cancellationToken">Ends the wait for the provider's answer.</param>
    /// <returns>A task that ends when the connection is closed.</returns>
    ValueTask CloseAsync(int code, string reason, CancellationToken cancellationToken);

    /// <summary>
    /// As <see cref="CloseAsync"/>, but whoever reads still gets what the provider sent before it answers, and the end after that. Only for a
    /// connection that somebody reads.
    /// </summary>
    /// <param name="code">A WebSocket close code; carriers without one ignore it.</param>
    /// <param name="reason">The reason.</param>
    /// <param name="cancellationToken">Ends the wait for the provider's answer.</param>
    /// <returns>A task that ends when the connection is closed.</returns>
    ValueTask CloseReadingOnAsync(int code, string reason, CancellationToken cancellationToken);
}
