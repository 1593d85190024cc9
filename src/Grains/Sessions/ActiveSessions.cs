using System.Collections.Concurrent;
using Realtime.Grains.Sessions.Clients;

namespace Realtime.Grains.Sessions;

/// <summary>The sessions that run on this silo.</summary>
internal sealed class ActiveSessions
{
    private readonly ConcurrentDictionary<RealtimeSession, ClientLink> _sessions = new();
    private volatile bool _draining;

    /// <summary>Gets how many run.</summary>
    public int Count => _sessions.Count;

    /// <summary>Gets the sessions, with their links to their clients.</summary>
    public IEnumerable<KeyValuePair<RealtimeSession, ClientLink>> All => _sessions;

    /// <summary>Gets a value indicating whether the silo takes no more.</summary>
    public bool IsDraining => _draining;

    /// <summary>Takes no more sessions, and lets those that there are leave at their turn's end.</summary>
    public void Drain()
    {
        _draining = true;
        foreach (var (session, client) in _sessions)
        {
            client.LeaveAtTurnEnd(session);
            client.GiveUp();
        }
    }

    /// <summary>Adds a session until it has ended.</summary>
    /// <param name="session">The session.</param>
    /// <param name="client">Its link to its client.</param>
    public void Add(RealtimeSession session, ClientLink client)
    {
        _sessions[session] = client;
        if (_draining)
        {
            // It was being opened when the drain began.
            client.LeaveAtTurnEnd(session);
        }

        session.Ended.ContinueWith(
            _ => _sessions.TryRemove(session, out var _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
