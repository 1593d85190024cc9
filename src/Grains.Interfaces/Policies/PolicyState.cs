namespace Realtime.Grains.Interfaces.Policies;

/// <summary>Whether somebody may start sessions at all.</summary>
[GenerateSerializer]
[Alias("Realtime.PolicyState")]
public enum PolicyState
{
    /// <summary>There is no such key, team, user or customer (any more).</summary>
    Unknown = 0,

    /// <summary>It may.</summary>
    Active = 1,

    /// <summary>An administrator has blocked it.</summary>
    Blocked = 2,

    /// <summary>Its time is over.</summary>
    Expired = 3,

    /// <summary>The database is away, and nobody in the cluster knows.</summary>
    Unavailable = 4,
}
