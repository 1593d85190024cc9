using Realtime.Grains.Interfaces.Frames;

namespace Realtime.Grains.Interfaces.Sessions;

/// <summary>A session, as the process sees it that holds the client's socket: frames from the client, and its end.</summary>
public interface ISessionLink : IFrameWriter
{
    /// <summary>Ends the session.</summary>
    /// <param name="end">Why.</param>
    /// <returns>A task that ends when the session knows.</returns>
    Task EndAsync(SessionEnd end);
}
