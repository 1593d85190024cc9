using System.Collections.Concurrent;

namespace Realtime.Grains.Sessions;

/// <summary>The sessions that run on this silo.</summary>
internal sealed class ActiveSessions
{
    private readonly ConcurrentDictionary<RealtimeSession, RemoteClientLink?> _sessions = new();

    /// <summary>Gets how many run.</summary>
    public int Count => _sessions.Count;

    /// <summary>Gets the sessions, with their links to gateways in other processes.</summary>
    public IEnumerable<KeyValuePair<RealtimeSession, RemoteClientLink?>> All => _sessions;

    /// <summary>Adds a session until it has ended.</summary>
    /// <param name="session">The session.</param>
    /// <param name="remote">Its link to a gateway in another process; null when the gateway is this process.</param>
    public void Add(RealtimeSession session, RemoteClientLink? remote)
    {
        _sessions[session] = remote;
        session.Ended.ContinueWith(
            _ => _sessions.TryRemove(session, out var _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
