namespace Realtime.Grains.Policies;

/// <summary>The times of leases and calls.</summary>
internal sealed record PolicyTimes
{
    /// <summary>Gets how long a lease lives when nobody renews it. A place of a silo that was killed is free again after this.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>Gets how often a silo renews the leases of its sessions.</summary>
    public TimeSpan Renewal { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Gets how long a lease that is only known from the store is held for the silo that may still renew it.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>Gets how often a policy looks after its leases and the database.</summary>
    public TimeSpan Upkeep { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets how long what a minute's limit counts may wait until it is kept in the store; a silo that is killed loses no more than this.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets how often what is set is read again without being told, in case the word of a change was lost.</summary>
    public TimeSpan Rereading { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets how long one grain call may take before it is made again.</summary>
    public TimeSpan Call { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets how long reading from the database may take.</summary>
    public TimeSpan Read { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Gets how long a policy of which nothing is known waits before it asks the database again.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets how long a silo's ear may take.</summary>
    public TimeSpan Notice { get; init; } = TimeSpan.FromSeconds(2);
}
