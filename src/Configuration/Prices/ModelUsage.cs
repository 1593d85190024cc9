namespace Realtime.Configuration.Prices;

/// <summary>What one response or transcription used. Cached tokens are a part of the input, reasoning a part of the output's text.</summary>
public sealed record ModelUsage
{
    /// <summary>Gets a usage of nothing.</summary>
    public static ModelUsage None { get; } = new();

    /// <summary>Gets the text tokens that went in.</summary>
    public long InputText { get; init; }

    /// <summary>Gets the audio tokens that went in.</summary>
    public long InputAudio { get; init; }

    /// <summary>Gets the image tokens that went in.</summary>
    public long InputImage { get; init; }

    /// <summary>Gets those of <see cref="InputText"/> that the provider had cached.</summary>
    public long CachedText { get; init; }

    /// <summary>Gets those of <see cref="InputAudio"/> that the provider had cached.</summary>
    public long CachedAudio { get; init; }

    /// <summary>Gets those of <see cref="InputImage"/> that the provider had cached.</summary>
    public long CachedImage { get; init; }

    /// <summary>Gets the text tokens that came out, thoughts included.</summary>
    public long OutputText { get; init; }

    /// <summary>Gets the audio tokens that came out.</summary>
    public long OutputAudio { get; init; }

    /// <summary>Gets those of <see cref="OutputText"/> that were thoughts.</summary>
    public long Reasoning { get; init; }

    /// <summary>Gets the seconds of audio that went in, for models that are paid by time.</summary>
    public decimal InputSeconds { get; init; }

    /// <summary>Gets the seconds of audio that came out, for models that are paid by time.</summary>
    public decimal OutputSeconds { get; init; }

    /// <summary>Gets all tokens that went in.</summary>
    public long InputTokens => InputText + InputAudio + InputImage;

    /// <summary>Gets all cached tokens.</summary>
    public long CachedTokens => CachedText + CachedAudio + CachedImage;

    /// <summary>Gets all tokens that came out.</summary>
    public long OutputTokens => OutputText + OutputAudio;

    /// <summary>Gets all tokens.</summary>
    public long TotalTokens => InputTokens + OutputTokens;

    /// <summary>Adds another usage.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>The sum.</returns>
    public ModelUsage Plus(ModelUsage other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new()
        {
            InputText = InputText + other.InputText,
            InputAudio = InputAudio + other.InputAudio,
            InputImage = InputImage + other.InputImage,
            CachedText = CachedText + other.CachedText,
            CachedAudio = CachedAudio + other.CachedAudio,
            CachedImage = CachedImage + other.CachedImage,
            OutputText = OutputText + other.OutputText,
            OutputAudio = OutputAudio + other.OutputAudio,
            Reasoning = Reasoning + other.Reasoning,
            InputSeconds = InputSeconds + other.InputSeconds,
            OutputSeconds = OutputSeconds + other.OutputSeconds,
        };
    }
}
