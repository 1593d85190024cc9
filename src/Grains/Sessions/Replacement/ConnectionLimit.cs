namespace Realtime.Grains.Sessions.Replacement;

/// <summary>Finds how long a connection may live.</summary>
internal static class ConnectionLimit
{
    // Less than this is more likely a clock that is wrong than a connection that is worth having.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);

    /// <summary>Takes the shorter of what is known of the provider and what it says itself.</summary>
    /// <param name="known">The provider's general limit; null for none.</param>
    /// <param name="expiresAt">When it ends this connection, by its own word; null when it did not say.</param>
    /// <param name="now">The time.</param>
    /// <returns>The limit; null for none.</returns>
    public static TimeSpan? Of(TimeSpan? known, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        var told = expiresAt - now;
        return told is null || told < Shortest || told > known ? known : told;
    }
}
