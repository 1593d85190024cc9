namespace Realtime.Grains.Telemetry;

/// <summary>Counts the messages of one direction of a process: two interlocked additions on the frame path, read when metrics are.</summary>
public sealed class FrameCounter
{
    private long _frames;
    private long _bytes;

    /// <summary>Gets the messages so far.</summary>
    public long Frames => Volatile.Read(ref _frames);

    /// <summary>Gets their bytes so far.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Counts a message or a piece of one.</summary>
    /// <param name="bytes">Its length.</param>
    public void Add(int bytes)
    {
        Interlocked.Increment(ref _frames);
        Interlocked.Add(ref _bytes, bytes);
    }
}
