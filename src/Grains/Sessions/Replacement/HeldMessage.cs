using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Replacement;

/// <summary>A client's event that waits for an upstream, in canonical form.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Payload">Its bytes, owned.</param>
/// <param name="IsBinary">Whether it is a binary message.</param>
internal readonly record struct HeldMessage(RealtimeEventType Type, byte[] Payload, bool IsBinary)
{
    /// <summary>Gets the event.</summary>
    public EventMessage Message => new(Type, Payload, IsBinary);
}
