using Realtime.Protocol.Events;

namespace Realtime.Protocol.Translation;

/// <summary>Takes what a translator makes of a message, in order.</summary>
public interface IEventSink
{
    /// <summary>Sends a message on in the direction it was going.</summary>
    /// <param name="message">The message. Its payload is copied or written before this returns.</param>
    void Forward(in EventMessage message);

    /// <summary>Sends a message back to the side that the translated message came from, for instance an <c>error</c>.</summary>
    /// <param name="message">
    /// The message, in the form of the side that it goes to: canonical when the translated message was canonical, else the wire's.
    /// </param>
    void Reply(in EventMessage message);
}
