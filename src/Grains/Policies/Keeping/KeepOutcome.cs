namespace Realtime.Grains.Policies.Keeping;

/// <summary>What became of a write to the cluster's store.</summary>
internal enum KeepOutcome
{
    /// <summary>It is kept.</summary>
    Kept,

    /// <summary>Another activation has written: this one is the past.</summary>
    Superseded,

    /// <summary>The store does not answer.</summary>
    NotKept,
}
