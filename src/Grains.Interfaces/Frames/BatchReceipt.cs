namespace Realtime.Grains.Interfaces.Frames;

/// <summary>The answer to a <see cref="FrameBatch"/>.</summary>
[GenerateSerializer]
[Alias("Realtime.BatchReceipt")]
public enum BatchReceipt
{
    /// <summary>Taken, and the receiver is ready for more.</summary>
    Accepted = 0,

    /// <summary>Taken, but the receiver is behind: ask with an empty batch before sending more.</summary>
    Behind = 1,

    /// <summary>The session has ended, and who asks is being told how: nothing more will be taken.</summary>
    Gone = 2,

    /// <summary>A batch before this one is missing. Nothing was taken; the direction cannot go on.</summary>
    Gap = 3,

    /// <summary>The receiver has never held this session: who held it is gone, and nobody else will tell its end.</summary>
    Unknown = 4,
}
