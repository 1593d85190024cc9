using Realtime.Grains.Interfaces.Frames;

namespace Realtime.Grains.Sessions.Clients;

/// <summary>A frame that was sent to a client.</summary>
/// <param name="kind">Text or binary.</param>
/// <param name="payload">The payload.</param>
/// <param name="endOfMessage">Whether the message ends with it.</param>
internal readonly ref struct SentFrame(FrameKind kind, ReadOnlySpan<byte> payload, bool endOfMessage)
{
    /// <summary>Gets text or binary.</summary>
    public FrameKind Kind { get; } = kind;

    /// <summary>Gets the payload.</summary>
    public ReadOnlySpan<byte> Payload { get; } = payload;

    /// <summary>Gets a value indicating whether the message ends with it.</summary>
    public bool EndOfMessage { get; } = endOfMessage;
}
