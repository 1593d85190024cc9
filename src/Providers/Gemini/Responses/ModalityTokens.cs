namespace Realtime.Providers.Gemini.Responses;

/// <summary>Tokens by what they stand for.</summary>
/// <param name="Text">Text.</param>
/// <param name="Audio">Audio.</param>
/// <param name="Image">Images and video.</param>
internal readonly record struct ModalityTokens(int Text, int Audio, int Image)
{
    /// <summary>Adds.</summary>
    /// <param name="other">The others.</param>
    /// <returns>The sum.</returns>
    public ModalityTokens Plus(ModalityTokens other) => new(Text + other.Text, Audio + other.Audio, Image + other.Image);

    /// <summary>Counts as text what the service counted in whole and did not break down.</summary>
    /// <param name="whole">The whole.</param>
    /// <returns>A sum of at least the whole.</returns>
    public ModalityTokens Filled(int whole) => this with { Text = Text + Math.Max(whole - Text - Audio - Image, 0) };
}
