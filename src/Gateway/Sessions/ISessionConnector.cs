using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Gateway.Sessions;

/// <summary>Opens sessions, in this process or on a silo of the cluster.</summary>
internal interface ISessionConnector
{
    /// <summary>Opens a session.</summary>
    /// <param name="sessionId">Its new id.</param>
    /// <param name="request">What the client asked for.</param>
    /// <param name="cancellationToken">The client is gone: the session is not wanted any more.</param>
    /// <returns>The session or the refusal.</returns>
    Task<ConnectResult> ConnectAsync(string sessionId, SessionOpenRequest request, CancellationToken cancellationToken);

    /// <summary>Gives a session a client that returns to it.</summary>
    /// <param name="sessionId">The session of its token.</param>
    /// <param name="request">What the client brings.</param>
    /// <param name="cancellationToken">The client is gone.</param>
    /// <returns>The session or the refusal.</returns>
    Task<ConnectResult> ResumeAsync(string sessionId, SessionResumeRequest request, CancellationToken cancellationToken);
}
