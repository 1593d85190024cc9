using Realtime.Grains.Interfaces.Policies;

namespace Realtime.Grains.Policies.Counting;

/// <summary>A session's place.</summary>
internal sealed class Lease
{
    /// <summary>Gets or sets when it runs out.</summary>
    public DateTimeOffset Expires { get; set; }

    /// <summary>Gets or sets the ear of the silo that holds the session; null when it is only known from the store.</summary>
    public IPolicyWatcher? Watcher { get; set; }

    /// <summary>Gets the second in which the session's start was counted.</summary>
    public long CountedAt { get; init; }

    /// <summary>Gets the names of the session's model.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];
}
