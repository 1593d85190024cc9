namespace Realtime.Protocol.Events;

/// <summary>One whole WebSocket message with the event type that was found in it.</summary>
/// <param name="Type">The event's type; <see cref="RealtimeEventType.Unknown"/> for types this build does not know and for binary messages.</param>
/// <param name="Payload">
/// The message. The memory belongs to the caller and is valid only until the call it was given to returns; whoever keeps it copies it.
/// </param>
/// <param name="IsBinary">Whether it came as a binary message.</param>
public readonly record struct EventMessage(RealtimeEventType Type, ReadOnlyMemory<byte> Payload, bool IsBinary = false);
