using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions;

/// <summary>Takes a message; its memory is valid until this returns.</summary>
/// <param name="message">The message.</param>
internal delegate void MessageAction(in EventMessage message);
