using Realtime.Grains.Interfaces.Sessions;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions;

/// <summary>What the upstream side of a session asks of the session as a whole.</summary>
internal interface ISessionControl
{
    /// <summary>Gets what ends with the session.</summary>
    CancellationToken Stop { get; }

    /// <summary>Ends the session.</summary>
    /// <param name="end">With which cause, code and reason.</param>
    /// <param name="error">An <c>error</c> event for the client, or null.</param>
    void End(SessionEnd end, EventMessage? error);

    /// <summary>Ends the session because of a failure of this system.</summary>
    /// <param name="exception">The failure.</param>
    void Fail(Exception exception);

    /// <summary>Notes that messages were handled and nothing of them is under way.</summary>
    void AfterStep();
}
