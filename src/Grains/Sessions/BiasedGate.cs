namespace Realtime.Grains.Sessions;

/// <summary>
/// Keeps a pump out while an upstream is exchanged. A pump enters for each frame by one interlocked instruction; it takes no lock and never waits
/// here: while the gate is blocked it goes the long way, under the pipeline's lock.
/// </summary>
internal sealed class BiasedGate
{
    private int _isTaken;
    private int _blocks;
    private volatile bool _isBlocked;

    /// <summary>Enters, as a pump.</summary>
    /// <returns>Whether it is inside and must <see cref="Exit"/>; false while the gate is blocked or another pump is inside.</returns>
    public bool TryEnter() => !_isBlocked && Interlocked.CompareExchange(ref _isTaken, 1, 0) == 0;

    /// <summary>Leaves, as a pump.</summary>
    public void Exit() => Volatile.Write(ref _isTaken, 0);

    /// <summary>
    /// Keeps pumps out, and waits until none is inside. The caller holds the pipeline's lock, which no pump waits for inside. It may be called
    /// again before <see cref="Unblock"/>.
    /// </summary>
    public void Block()
    {
        if (++_blocks > 1)
        {
            return;
        }

        _isBlocked = true;
        var spin = default(SpinWait);
        while (Interlocked.CompareExchange(ref _isTaken, 1, 0) != 0)
        {
            spin.SpinOnce();
        }
    }

    /// <summary>Lets pumps in again, after as many calls as <see cref="Block"/> had.</summary>
    public void Unblock()
    {
        if (--_blocks == 0)
        {
            _isBlocked = false;
            Volatile.Write(ref _isTaken, 0);
        }
    }
}
