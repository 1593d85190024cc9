namespace Realtime.Grains.Interfaces.Frames;

/// <summary>Why a direction between gateway and silo ended.</summary>
public enum BatchSenderFailure
{
    /// <summary>The session has ended; the receiver tells its end by itself.</summary>
    Gone = 0,

    /// <summary>No call got through for <see cref="BatchSenderOptions.GiveUpAfter"/>.</summary>
    Unreachable = 1,

    /// <summary>The receiver misses frames: they were lost with the process that held them.</summary>
    FramesMissing = 2,

    /// <summary>The receiver has never held the session.</summary>
    Unknown = 3,
}
