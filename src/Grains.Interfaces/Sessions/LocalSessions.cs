using System.Collections.Concurrent;

namespace Realtime.Grains.Interfaces.Sessions;

/// <inheritdoc/>
public sealed class LocalSessions : ILocalSessions
{
    private readonly ConcurrentDictionary<string, LocalSession> _sessions = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public LocalSession Register(string sessionId)
    {
        var session = new LocalSession(() => _sessions.TryRemove(sessionId, out _));
        return _sessions.TryAdd(sessionId, session)
            ? session
            : throw new InvalidOperationException("A session with this id is already open in this process.");
    }

    /// <inheritdoc/>
    public LocalSession? Find(string sessionId) => _sessions.GetValueOrDefault(sessionId);
}
