namespace Realtime.Grains.Interfaces.Frames;

/// <summary>Sizes and times of a <see cref="BatchSender"/>.</summary>
public sealed class BatchSenderOptions
{
    /// <summary>Gets the bytes at which a batch is full and writers wait.</summary>
    /// <value>The default is 256 KiB. A single larger frame makes a batch of its own.</value>
    public int MaxBytes { get; init; } = 256 * 1024;

    /// <summary>Gets the frames at which a batch is full and writers wait.</summary>
    /// <value>The default is 64.</value>
    public int MaxFrames { get; init; } = 64;

    /// <summary>Gets how long one call may take before it is repeated.</summary>
    /// <value>The default is 1 s: calls through a dead silo hang for Orleans' whole response time-out.</value>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the pause before a call is repeated.</summary>
    /// <value>The default is 50 ms.</value>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Gets how long calls may fail before the direction is given up.</summary>
    /// <value>The default is 10 s, well above the time in which a dead silo is evicted (2 s).</value>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(10);
}
