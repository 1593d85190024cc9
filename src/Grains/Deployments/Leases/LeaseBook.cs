using Realtime.Grains.Interfaces.Deployments;

namespace Realtime.Grains.Deployments.Leases;

/// <summary>The places at one deployment. A place whose holder does not renew it is free again after <see cref="Lifetime"/>.</summary>
internal sealed class LeaseBook
{
    /// <summary>How long a place is held without a renewal: a frozen process must not lose its own, a dead one must not keep them for long.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, LeaseEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>Gets the entries.</summary>
    public IReadOnlyCollection<LeaseEntry> Entries => _entries.Values;

    /// <summary>Counts the places that are held.</summary>
    /// <param name="now">The time.</param>
    /// <returns>How many.</returns>
    public int Count(DateTimeOffset now)
    {
        Expire(now);
        return _entries.Count;
    }

    /// <summary>Tells whether a session holds a place.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether it does.</returns>
    public bool Holds(string sessionId, DateTimeOffset now) => _entries.TryGetValue(sessionId, out var entry) && entry.ExpiresAt > now;

    /// <summary>Gives a place, in place of one that the session held.</summary>
    /// <param name="lease">The place.</param>
    /// <param name="now">The time.</param>
    public void Take(LeaseRef lease, DateTimeOffset now) =>
        _entries[lease.SessionId] = new LeaseEntry { SessionId = lease.SessionId, Token = lease.Token, ExpiresAt = now + Lifetime };

    /// <summary>Takes a place back.</summary>
    /// <param name="lease">The place.</param>
    /// <returns>Whether it was held; false for one that the session meanwhile took anew.</returns>
    public bool Release(LeaseRef lease) =>
        _entries.TryGetValue(lease.SessionId, out var entry) && entry.Token == lease.Token && _entries.Remove(lease.SessionId);

    /// <summary>Keeps a place, and takes one up again that is not known.</summary>
    /// <param name="lease">The place.</param>
    /// <param name="now">The time.</param>
    public void Renew(LeaseRef lease, DateTimeOffset now)
    {
        if (!_entries.TryGetValue(lease.SessionId, out var entry) || entry.Token == lease.Token)
        {
            Take(lease, now);
        }
    }

    /// <summary>Adds the places that are known elsewhere; of two of one session the one that lasts longer stays.</summary>
    /// <param name="entries">The places.</param>
    public void Merge(IEnumerable<LeaseEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (!_entries.TryGetValue(entry.SessionId, out var own) || own.ExpiresAt < entry.ExpiresAt)
            {
                _entries[entry.SessionId] = entry;
            }
        }
    }

    private void Expire(DateTimeOffset now)
    {
        foreach (var (session, entry) in _entries)
        {
            if (entry.ExpiresAt <= now)
            {
                // A dictionary takes removals while it is enumerated.
                _entries.Remove(session);
            }
        }
    }
}
