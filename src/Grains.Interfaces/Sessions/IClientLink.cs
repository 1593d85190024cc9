using Realtime.Grains.Interfaces.Frames;

namespace Realtime.Grains.Interfaces.Sessions;

/// <summary>A session's client, as the session sees it: frames for it, and its end.</summary>
public interface IClientLink : IFrameWriter
{
    /// <summary>Closes the client's socket after everything that was written before.</summary>
    /// <param name="end">With which code and reason.</param>
    /// <returns>A task that ends when the close was handed to the gateway.</returns>
    Task EndAsync(SessionEnd end);
}
