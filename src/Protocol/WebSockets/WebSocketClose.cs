namespace Realtime.Protocol.WebSockets;

/// <summary>How a connection ended.</summary>
/// <param name="Code">The close code: the peer's, or the one that this end sent; 1005 for a close frame without one, 1006 for none.</param>
/// <param name="Reason">The close reason; empty for none.</param>
/// <param name="Cause">Why.</param>
public sealed record WebSocketClose(ushort Code, string Reason, WebSocketCloseCause Cause);
