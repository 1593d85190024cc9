namespace Realtime.Grains.Interfaces.Sessions;

/// <summary>
/// Sessions whose gateway and silo share a process. Their frames go from socket to socket; only opening and ending are grain calls.
/// </summary>
public interface ILocalSessions
{
    /// <summary>Announces a session before its grain is asked to open it.</summary>
    /// <param name="sessionId">The session.</param>
    /// <returns>The gateway's end; dispose it when the session is over.</returns>
    LocalSession Register(string sessionId);

    /// <summary>Finds a session that was announced in this process.</summary>
    /// <param name="sessionId">The session.</param>
    /// <returns>The session, or null when its gateway is another process.</returns>
    LocalSession? Find(string sessionId);
}
