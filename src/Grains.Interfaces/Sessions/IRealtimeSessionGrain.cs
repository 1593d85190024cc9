using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions.Takeover;

namespace Realtime.Grains.Interfaces.Sessions;

/// <summary>One client's conversation. Its key is the session's id. It owns the provider's connection.</summary>
[Alias("Realtime.IRealtimeSessionGrain")]
public interface IRealtimeSessionGrain : IGrainWithStringKey
{
    /// <summary>Chooses a deployment, connects to it and waits for its first event.</summary>
    /// <param name="request">What the client asked for.</param>
    /// <param name="client">
    /// The gateway's end of the session, when the gateway is another process. A gateway in the silo's process registers the session
    /// in <see cref="ILocalSessions"/> instead and passes null.
    /// </param>
    /// <returns>That the session runs, or why not. Bounded by the time-outs of the deployments that are tried.</returns>
    [Alias("Open")]
    [ResponseTimeout("00:05:00")]
    Task<SessionOpenResult> Open(SessionOpenRequest request, ISessionClient? client);

    /// <summary>Gives the session a client that returns to it by another connection.</summary>
    /// <param name="request">What the client brings.</param>
    /// <param name="client">As for <see cref="Open"/>.</param>
    /// <returns>That the session goes on over this connection, or why not.</returns>
    [Alias("Resume")]
    Task<SessionOpenResult> Resume(SessionResumeRequest request, ISessionClient? client);

    /// <summary>Goes on with a session whose silo is gone, or takes back a connection whose gateway lost sight of the silo.</summary>
    /// <param name="request">What the gateway knows.</param>
    /// <param name="client">The gateway's end of the session.</param>
    /// <returns>That the session goes on, or why not. It does not wait for the provider's connection.</returns>
    [Alias("Reattach")]
    Task<SessionOpenResult> Reattach(SessionReattachRequest request, ISessionClient client);

    /// <summary>Takes frames from the client, for a gateway in another process.</summary>
    /// <param name="connection">The connection's number, of <see cref="SessionOpenResult.Connection"/>.</param>
    /// <param name="batch">The frames.</param>
    /// <returns>Whether they were taken.</returns>
    [Alias("Push")]
    [Orleans.Concurrency.AlwaysInterleave]
    ValueTask<BatchReceipt> Push(int connection, FrameBatch batch);

    /// <summary>Ends a client's connection, and with it the session, unless the client was lost and may return.</summary>
    /// <param name="connection">The connection's number; 0 while the session is being opened.</param>
    /// <param name="end">Why.</param>
    /// <returns>A task that ends when the session knows.</returns>
    [Alias("End")]
    [Orleans.Concurrency.AlwaysInterleave]
    Task End(int connection, SessionEnd end);

    /// <summary>
    /// Closes a client's connection with code 1012 at the end of the turn that is under way, because its gateway is being stopped. The
    /// session waits for the client to return where it may, and ends where not.
    /// </summary>
    /// <param name="connection">The connection's number.</param>
    /// <returns>A task that ends when the session knows.</returns>
    [Alias("Drain")]
    [Orleans.Concurrency.AlwaysInterleave]
    Task Drain(int connection);
}
