using System.ComponentModel.DataAnnotations;

namespace Realtime.Protocol.Conversations;

/// <summary>How much of a conversation is remembered. Nothing that a peer sends makes it grow past these limits.</summary>
public sealed class ConversationOptions
{
    /// <summary>Gets how many items are kept; the oldest go first. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int MaxItems { get; init; } = 1_000;

    /// <summary>
    /// Gets how much memory the items may take, in bytes, counted approximately; the oldest go first, and an item that is larger than
    /// this by itself is not kept. Default 4 MiB.
    /// </summary>
    [Range(1_024, 1 << 30)]
    public int MaxBytes { get; init; } = 4 << 20;

    /// <summary>
    /// Gets how long one text, transcript, call argument or result, or image address may be, in UTF-16 characters. A longer text is cut to
    /// this, a longer image is left out. Default 1,000,000.
    /// </summary>
    [Range(16, 1 << 28)]
    public int MaxPartLength { get; init; } = 1_000_000;

    /// <summary>
    /// Gets how many requests of the client may stand unanswered before the oldest is forgotten, which costs no more than its being sent
    /// again after the loss of an upstream. Default 64.
    /// </summary>
    [Range(1, 10_000)]
    public int MaxPendingRequests { get; init; } = 64;

    /// <summary>Gets how many bytes of unanswered requests are kept for sending them again. Default 4 MiB.</summary>
    [Range(0, 1 << 30)]
    public int MaxPendingBytes { get; init; } = 4 << 20;
}
