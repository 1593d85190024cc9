using Realtime.Grains.Interfaces.Frames;

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

    /// <summary>Takes frames from the client, for a gateway in another process.</summary>
    /// <param name="batch">The frames.</param>
    /// <returns>Whether they were taken.</returns>
    [Alias("Push")]
    [Orleans.Concurrency.AlwaysInterleave]
    ValueTask<BatchReceipt> Push(FrameBatch batch);

    /// <summary>Ends the session because its client is gone or its gateway ends it.</summary>
    /// <param name="end">Why.</param>
    /// <returns>A task that ends when the provider's connection is being closed.</returns>
    [Alias("End")]
    [Orleans.Concurrency.AlwaysInterleave]
    Task End(SessionEnd end);

    /// <summary>Ends the session with close code 1012 at the end of the turn that is under way, because its gateway is being stopped.</summary>
    /// <returns>A task that ends when the session knows.</returns>
    [Alias("Drain")]
    [Orleans.Concurrency.AlwaysInterleave]
    Task Drain();
}
