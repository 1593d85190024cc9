namespace Realtime.Grains.Interfaces.Frames;

/// <summary>Why a direction between gateway and silo ended.</summary>
public enum BatchSenderFailure
{
    /// <summary>The receiver knows the session no more.</summary>
    Gone = 0,

    /// <summary>No call got through for <see cref="BatchSenderOptions.GiveUpAfter"/>.</summary>
    Unreachable = 1,

    /// <summary>The receiver misses frames: they were lost with the process that held them.</summary>
    FramesMissing = 2,
}
