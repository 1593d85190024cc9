using System.Collections.Concurrent;

namespace Realtime.Grains.Sessions;

/// <summary>The sessions that run on this silo.</summary>
internal sealed class ActiveSessions
{
    private readonly ConcurrentDictionary<RealtimeSession, RemoteClientLink?> _sessions = new();
    private volatile bool _draining;

    /// <summary>Gets how many run.</summary>
    public int Count => _sessions.Count;

    /// <summary>Gets the sessions, with their links to gateways in other processes.</summary>
    public IEnumerable<KeyValuePair<RealtimeSession, RemoteClientLink?>> All => _sessions;

    /// <summary>Gets a value indicating whether the silo takes no more.</summary>
    public bool IsDraining => _draining;

    /// <summary>Takes no more sessions, and lets those that there are end at their turn's end.</summary>
    public void Drain()
    {
        _draining = true;
        foreach (var session in _sessions.Keys)
        {
            session.Drain();
        }
    }

    /// <summary>Adds a session until it has ended.</summary>
    /// <param name="session">The session.</param>
    /// <param name="remote">Its link to a gateway in another process; null when the gateway is this process.</param>
    public void Add(RealtimeSession session, RemoteClientLink? remote)
    {
        _sessions[session] = remote;
        if (_draining)
        {
            // It was being opened when the drain began.
            session.Drain();
        }

        session.Ended.ContinueWith(
            _ => _sessions.TryRemove(session, out var _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
