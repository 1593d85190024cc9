namespace Realtime.Grains.Sessions.Clients;

/// <summary>How much of what a session sent to its client is kept for a client that returns.</summary>
internal sealed record SentFramesLimits
{
    /// <summary>Gets the bytes kept for one session.</summary>
    public int MaxBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Gets the frames kept for one session.</summary>
    public int MaxFrames { get; init; } = 16 * 1024;

    /// <summary>
    /// Gets for how long a frame is kept while the client is there: longer than an unnoticed loss lasts with a client that talks, since what
    /// was lost with its connection is to be sent again.
    /// </summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromSeconds(30);
}
