namespace Realtime.Grains.Policies;

/// <summary>The times of leases and calls.</summary>
internal static class PolicyTimes
{
    /// <summary>How long a lease lives when nobody renews it. A place of a silo that was killed is free again after this.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(25);

    /// <summary>How often a silo renews the leases of its sessions.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(8);

    /// <summary>How long a lease that is only known from the store is held for the silo that may still renew it.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(12);

    /// <summary>How often a policy looks after its leases and the database.</summary>
    public static readonly TimeSpan Upkeep = TimeSpan.FromSeconds(5);

    /// <summary>How often what is set is read again without being told, in case the word of a change was lost.</summary>
    public static readonly TimeSpan Rereading = TimeSpan.FromSeconds(60);

    /// <summary>How long one grain call may take before it is made again.</summary>
    public static readonly TimeSpan Call = TimeSpan.FromSeconds(2);

    /// <summary>How long reading from the database may take.</summary>
    public static readonly TimeSpan Read = TimeSpan.FromSeconds(3);

    /// <summary>How long a silo's ear may take.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromSeconds(2);
}
