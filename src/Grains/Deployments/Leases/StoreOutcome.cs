namespace Realtime.Grains.Deployments.Leases;

/// <summary>What became of a write.</summary>
internal enum StoreOutcome
{
    /// <summary>It is stored.</summary>
    Written = 0,

    /// <summary>Another activation wrote since the last read.</summary>
    Conflict = 1,

    /// <summary>The store did not answer.</summary>
    Away = 2,
}
