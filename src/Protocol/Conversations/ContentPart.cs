namespace Realtime.Protocol.Conversations;

/// <summary>A part of a message item. Audio itself is never kept here.</summary>
public sealed record ContentPart
{
    /// <summary>Gets the kind as on the wire: <c>input_text</c>, <c>input_audio</c>, <c>input_image</c>, <c>output_text</c>, <c>output_audio</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Gets the text of a text part.</summary>
    public string? Text { get; init; }

    /// <summary>Gets what was said in an audio part; <see langword="null"/> as long as it is not known.</summary>
    public string? Transcript { get; init; }

    /// <summary>Gets the audio in base64, which is put in for a replay only.</summary>
    internal string? Audio { get; init; }

    /// <summary>Gets the address of an image, most often a data URI.</summary>
    public string? ImageUrl { get; init; }

    /// <summary>Gets the wanted detail of an image: <c>auto</c>, <c>low</c>, <c>high</c>.</summary>
    public string? Detail { get; init; }

    /// <summary>Gets where the audio was truncated, in milliseconds of playing; <see langword="null"/> if it was not.</summary>
    public int? AudioEndMs { get; init; }

    /// <summary>
    /// Gets a value indicating whether <see cref="Transcript"/> holds only what was heard before the truncation (told by the provider, or
    /// estimated by <see cref="HeardText"/>).
    /// </summary>
    public bool IsTranscriptCut { get; init; }
}
