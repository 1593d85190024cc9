namespace Realtime.Gateway.Sessions.Journal;

/// <summary>Bounds what all sessions of this gateway keep together, in case their silos are lost.</summary>
/// <param name="maxBytes">The bound, in bytes.</param>
internal sealed class JournalBudget(long maxBytes)
{
    private long _used;

    /// <summary>Gets the bytes in use.</summary>
    public long Used => Volatile.Read(ref _used);

    /// <summary>Takes memory.</summary>
    /// <param name="bytes">How much.</param>
    /// <returns>Whether there was that much left.</returns>
    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= maxBytes)
        {
            return true;
        }

        Interlocked.Add(ref _used, -bytes);
        return false;
    }

    /// <summary>Gives memory back.</summary>
    /// <param name="bytes">How much.</param>
    public void Give(int bytes) => Interlocked.Add(ref _used, -bytes);
}
