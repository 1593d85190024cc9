namespace Realtime.Gateway.Edge;

/// <summary>Tells whether anything is being said in this process: it counts flushes of clients' sockets, both ways.</summary>
internal sealed class ClientTraffic
{
    private long _flushes;

    /// <summary>Gets the flushes so far.</summary>
    public long Flushes => Volatile.Read(ref _flushes);

    /// <summary>Counts one.</summary>
    public void Note() => Interlocked.Increment(ref _flushes);
}
