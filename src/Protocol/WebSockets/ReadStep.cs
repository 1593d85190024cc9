namespace Realtime.Protocol.WebSockets;

/// <summary>What a step of a <see cref="FrameReader"/> gave.</summary>
internal enum ReadStep
{
    /// <summary>Nothing yet; more bytes are needed.</summary>
    NeedMore,

    /// <summary>A text message or a piece of one.</summary>
    Text,

    /// <summary>A binary message or a piece of one.</summary>
    Binary,

    /// <summary>A ping.</summary>
    Ping,

    /// <summary>A pong.</summary>
    Pong,

    /// <summary>The peer's close frame.</summary>
    Close,

    /// <summary>The peer broke the protocol.</summary>
    ProtocolError,

    /// <summary>A text is not UTF-8.</summary>
    InvalidUtf8,

    /// <summary>A message is longer than allowed.</summary>
    MessageTooBig,
}
