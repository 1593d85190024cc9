using Realtime.Grains.Interfaces.Sessions;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions;

/// <summary>The two ends of a session's pipeline. Messages are in the form of the wire that they go to.</summary>
internal interface ISessionOutput
{
    /// <summary>Adds a message for the client; it leaves with the session's next flush.</summary>
    /// <param name="message">The message.</param>
    void ToClient(in EventMessage message);

    /// <summary>Adds a message for the provider; it leaves with the session's next flush.</summary>
    /// <param name="message">The message.</param>
    void ToUpstream(in EventMessage message);

    /// <summary>Starts work of a stage outside the pipeline; what it sent by its end leaves at once. Returns before the work begins.</summary>
    /// <param name="work">The work; its token ends with the session.</param>
    void Start(Func<CancellationToken, Task> work);

    /// <summary>Ends the session, after the event that is under way.</summary>
    /// <param name="end">With which cause, code and reason.</param>
    /// <param name="error">An <c>error</c> event for the client, or null.</param>
    void End(SessionEnd end, EventMessage? error);
}
