using Realtime.Protocol.Events;

namespace Realtime.Protocol.Translation;

/// <summary>
/// Stands at one edge of a session and translates between the form spoken on that edge's wire and the canonical form, which is
/// the GA form of the OpenAI Realtime protocol. One instance serves one connection; calls never overlap.
/// </summary>
public interface IEdgeTranslator
{
    /// <summary>Gets the types of wire messages that <see cref="ToCanonical"/> must see. All others are canonical as they are.</summary>
    EventTypeSet WireTypes { get; }

    /// <summary>Gets the types of canonical messages that <see cref="FromCanonical"/> must see. All others go out as they are.</summary>
    EventTypeSet CanonicalTypes { get; }

    /// <summary>Translates a message that came in at this edge.</summary>
    /// <param name="message">The message, in the wire's form.</param>
    /// <param name="sink">Takes none, one or several canonical messages; a message that needs no change is forwarded as it is.</param>
    void ToCanonical(in EventMessage message, IEventSink sink);

    /// <summary>Translates a message that leaves at this edge.</summary>
    /// <param name="message">The message, in canonical form.</param>
    /// <param name="sink">Takes none, one or several messages in the wire's form.</param>
    void FromCanonical(in EventMessage message, IEventSink sink);
}
