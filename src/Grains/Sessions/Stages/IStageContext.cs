using Realtime.Grains.Interfaces.Sessions;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages;

/// <summary>Where a stage puts canonical events: they go on from the stage's own place in the pipeline.</summary>
internal interface IStageContext
{
    /// <summary>Sends an event up, through the stages nearer to the provider.</summary>
    /// <param name="message">The event.</param>
    void ToUpstream(in EventMessage message);

    /// <summary>Sends an event down, through the stages nearer to the client.</summary>
    /// <param name="message">The event.</param>
    void ToClient(in EventMessage message);

    /// <summary>
    /// Does something that takes time without holding anything up: the work runs outside the pipeline, and what is to follow runs in the pipeline
    /// again, when no event is under way; what it sends leaves at once. A stage that holds events for it keeps their order itself.
    /// </summary>
    /// <typeparam name="T">What the work gives.</typeparam>
    /// <param name="work">The work; its token ends with the session. It must not throw for what can be expected.</param>
    /// <param name="then">What follows. Not called any more once the session is ending.</param>
    void Run<T>(Func<CancellationToken, Task<T>> work, Action<T> then);

    /// <summary>Ends the session: the error first, then both links are closed.</summary>
    /// <param name="end">With which cause, code and reason.</param>
    /// <param name="error">An <c>error</c> event for the client, or null.</param>
    void End(SessionEnd end, EventMessage? error);
}
