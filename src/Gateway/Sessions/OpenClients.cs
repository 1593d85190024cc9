using System.Collections.Concurrent;

namespace Realtime.Gateway.Sessions;

/// <summary>The clients that are connected to this gateway.</summary>
internal sealed class OpenClients
{
    private readonly ConcurrentDictionary<IGatewaySession, byte> _sessions = new();
    private readonly Lock _gate = new();
    private volatile bool _draining;
    private int _opening;

    /// <summary>Gets how many there are, those that are being opened included.</summary>
    public int Count => Volatile.Read(ref _opening) + _sessions.Count;

    /// <summary>Gets a value indicating whether the gateway takes no more.</summary>
    public bool IsDraining => _draining;

    /// <summary>Gets their sessions.</summary>
    public IEnumerable<IGatewaySession> Sessions => _sessions.Keys;

    /// <summary>Takes a place for a client that asks for a session.</summary>
    /// <param name="limit">The most that there may be; null for any number.</param>
    /// <returns>Whether there is one; it is given back by <see cref="EndOpening"/>.</returns>
    public bool TryBeginOpening(int? limit)
    {
        lock (_gate)
        {
            if (Count >= (limit ?? int.MaxValue))
            {
                return false;
            }

            _opening++;
            return true;
        }
    }

    /// <summary>Gives back the place of a client that was refused, or puts its session there.</summary>
    /// <param name="session">Its session; null when it has none.</param>
    public void EndOpening(IGatewaySession? session)
    {
        lock (_gate)
        {
            _opening--;
            if (session is not null)
            {
                _sessions.TryAdd(session, 0);
            }
        }
    }

    /// <summary>Removes a client.</summary>
    /// <param name="session">Its session.</param>
    public void Remove(IGatewaySession session) => _sessions.TryRemove(session, out _);

    /// <summary>Takes no more clients.</summary>
    public void StartDraining() => _draining = true;
}
