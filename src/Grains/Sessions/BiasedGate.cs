namespace Realtime.Grains.Sessions;

/// <summary>
/// A lock that costs its owner, one thread at a time, two plain stores and a load, and the rare others a barrier across the process. The owner is a pump
/// that enters for each frame; the others come when an upstream is replaced.
/// </summary>
internal sealed class BiasedGate
{
    private bool _inside;
    private bool _blocked;
    private int _blocks;

    /// <summary>Enters, as the owner.</summary>
    /// <returns>Whether it is inside and must <see cref="Exit"/>; false while the gate is blocked.</returns>
    public bool TryEnter()
    {
        Volatile.Write(ref _inside, true);
        if (!Volatile.Read(ref _blocked))
        {
            return true;
        }

        Volatile.Write(ref _inside, false);
        return false;
    }

    /// <summary>Leaves, as the owner.</summary>
    public void Exit() => Volatile.Write(ref _inside, false);

    /// <summary>
    /// Keeps the owner out, and waits until it is. Others that block must hold one lock between them, and the owner must not wait for it inside. It
    /// may be called again before <see cref="Unblock"/>.
    /// </summary>
    public void Block()
    {
        if (++_blocks > 1)
        {
            return;
        }

        Volatile.Write(ref _blocked, true);

        // Orders the owner's store before its load, which spares the owner a barrier for each frame.
        Interlocked.MemoryBarrierProcessWide();
        var spin = default(SpinWait);
        while (Volatile.Read(ref _inside))
        {
            spin.SpinOnce();
        }
    }

    /// <summary>Lets the owner in again, after as many calls as <see cref="Block"/> had.</summary>
    public void Unblock()
    {
        if (--_blocks == 0)
        {
            Volatile.Write(ref _blocked, false);
        }
    }
}
