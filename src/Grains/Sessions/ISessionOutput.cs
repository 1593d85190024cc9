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
}
