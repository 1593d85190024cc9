namespace Realtime.Gateway.Sessions;

/// <summary>
/// Where new sessions go. A session is best held by the silo that its calls enter the cluster by, which Orleans settles by the session's
/// id and spreads evenly over the silos; but it keeps what it settled, so that a silo that joins a long-running gateway would get
/// hardly any. Hence a silo that holds far fewer of this gateway's sessions than its share is asked for by name.
/// </summary>
internal sealed class SiloBalance(OpenClients clients)
{
    private const int FewestSessions = 8;
    private volatile IReadOnlyList<string> _silos = [];
    private volatile string _least = "";
    private int _quota;

    /// <summary>Takes what the cluster says about its silos; about once a second, since it counts every session.</summary>
    /// <param name="silos">Those that live.</param>
    public void Update(IReadOnlyList<string> silos)
    {
        var held = clients.Sessions.GroupBy(session => session.Silo, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        var least = silos.MinBy(silo => held.GetValueOrDefault(silo)) ?? "";
        var total = held.Values.Sum();
        var (share, has) = (total / Math.Max(silos.Count, 1), held.GetValueOrDefault(least));
        Volatile.Write(ref _quota, 0);
        _silos = silos;
        _least = least;
        if (total >= FewestSessions && has * 2 < share)
        {
            Volatile.Write(ref _quota, share - has);
        }
    }

    /// <summary>Chooses a silo for a new session.</summary>
    /// <param name="refused">The silos that did not take this session, because they are being stopped.</param>
    /// <returns>The silo to ask for; null to leave it to Orleans.</returns>
    public string? Choose(IReadOnlyCollection<string> refused)
    {
        if (refused.Count > 0)
        {
            return _silos.FirstOrDefault(silo => !refused.Contains(silo));
        }

        return Volatile.Read(ref _quota) > 0 && Interlocked.Decrement(ref _quota) >= 0 ? _least : null;
    }
}
