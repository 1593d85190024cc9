using Realtime.Providers.XAI.Json;

namespace Realtime.Providers.XAI.Transcripts;

/// <summary>What is known of the transcription of one spoken item.</summary>
/// <param name="itemId">The item's id.</param>
internal sealed class UserTranscript(string itemId)
{
    /// <summary>Gets the item's id.</summary>
    public string ItemId => itemId;

    /// <summary>Gets or sets the text that the client got in deltas.</summary>
    public string Sent { get; set; } = "";

    /// <summary>Gets or sets the last <c>completed</c> that may be followed by another.</summary>
    public EventDraft? Held { get; set; }

    /// <summary>Gets or sets the text of the <c>completed</c> that the client got; <see langword="null"/> before.</summary>
    public string? Final { get; set; }

    /// <summary>Gets or sets how long the item's audio is; <see langword="null"/> before its commit.</summary>
    public TimeSpan? Length { get; set; }
}
