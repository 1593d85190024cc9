using Realtime.Protocol.Tests.WebSockets.Support;
using Realtime.Protocol.WebSockets;

namespace Realtime.Protocol.Tests.WebSockets.Conformance;

/// <summary>What a peer sends to an echo server, and what must come back.</summary>
/// <param name="Id">A name, its first number the chapter's.</param>
/// <param name="Sent">The peer's frames.</param>
/// <param name="Expected">What comes back before the close frame.</param>
/// <param name="CloseCode">The code of the close frame that comes back; 1005 for one without.</param>
/// <param name="Cause">What the server's reader is told.</param>
internal sealed record ConformanceCase(string Id, RawFrame[] Sent, RawFrame[] Expected, int CloseCode, WebSocketCloseCause Cause)
{
    /// <summary>Gets what follows the frames, by the peer's mask: bytes that are no whole frame.</summary>
    public Func<uint?, byte[]>? Tail { get; init; }

    /// <summary>All goes well, and the peer closes.</summary>
    public static ConformanceCase Good(string id, RawFrame[] sent, params RawFrame[] expected) =>
        new(id, [.. sent, RawFrame.Close(1000)], expected, 1000, WebSocketCloseCause.PeerClosed);

    /// <summary>The frames are echoed as one message each.</summary>
    public static ConformanceCase Echoed(string id, params RawFrame[] sent) => Good(id, sent, sent);

    /// <summary>The peer breaks the protocol.</summary>
    public static ConformanceCase Broken(string id, RawFrame[] sent, params RawFrame[] expected) =>
        new(id, sent, expected, 1002, WebSocketCloseCause.ProtocolError);

    /// <summary>The peer's last frame is a close frame that is answered with its own code.</summary>
    public static ConformanceCase Closed(string id, RawFrame[] sent, params RawFrame[] expected) =>
        new(id, sent, expected, sent.First(frame => frame.Opcode == 8).CloseCode, WebSocketCloseCause.PeerClosed);
}
