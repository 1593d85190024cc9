namespace Realtime.Grains.Policies.Counting;

/// <summary>The places of sessions. A place that is not renewed runs out.</summary>
internal sealed class LeaseTable
{
    private readonly Dictionary<string, Lease> _leases = new(StringComparer.Ordinal);

    /// <summary>Gets the leases by session.</summary>
    public IReadOnlyDictionary<string, Lease> All => _leases;

    /// <summary>Gives a session a place, or the one that it has.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="lease">Its lease.</param>
    /// <param name="limit">How many there may be; null for any number.</param>
    /// <param name="now">The present time.</param>
    /// <returns>Whether there was a place.</returns>
    public bool TryAdd(string sessionId, Lease lease, int? limit, DateTimeOffset now)
    {
        Expire(now);
        if (!_leases.ContainsKey(sessionId) && limit is { } most && _leases.Count >= most)
        {
            return false;
        }

        _leases[sessionId] = lease;
        return true;
    }

    /// <summary>Takes in leases that are only known from the store, where they are not known already.</summary>
    /// <param name="kept">When each runs out.</param>
    /// <param name="times">How long they are held.</param>
    /// <param name="now">The present time.</param>
    public void Recall(IReadOnlyDictionary<string, DateTimeOffset> kept, PolicyTimes times, DateTimeOffset now)
    {
        // Their silo may live and renew them in a moment; a place is not given away before it had the time to.
        foreach (var (sessionId, expires) in kept.Where(lease => !_leases.ContainsKey(lease.Key)))
        {
            var held = now + times.Grace;
            var longest = expires + times.Lease;
            var until = expires > held ? expires : held < longest ? held : longest;
            _leases[sessionId] = new Lease { Expires = until };
        }
    }

    /// <summary>Gives a place back.</summary>
    /// <param name="sessionId">The session.</param>
    /// <returns>Its lease; null when it had none.</returns>
    public Lease? Remove(string sessionId) => _leases.Remove(sessionId, out var lease) ? lease : null;

    /// <summary>Frees the places that have run out.</summary>
    /// <param name="now">The present time.</param>
    /// <returns>How many.</returns>
    public int Expire(DateTimeOffset now)
    {
        var over = _leases.Where(lease => lease.Value.Expires <= now).Select(lease => lease.Key).ToArray();
        foreach (var sessionId in over)
        {
            _leases.Remove(sessionId);
        }

        return over.Length;
    }

    /// <summary>Finds when the next place runs out.</summary>
    /// <param name="now">The present time.</param>
    /// <returns>The time until then; at most a minute.</returns>
    public TimeSpan UntilNextExpiry(DateTimeOffset now) =>
        _leases.Count == 0 ? TimeSpan.Zero : _leases.Values.Min(lease => lease.Expires) - now;
}
