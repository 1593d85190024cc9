using System.Text;

namespace Realtime.Grains.Sessions.Stages.Guarding;

/// <summary>One content part of the model's answer: what of its text has passed.</summary>
internal sealed class OutputPart
{
    private readonly List<(int Start, int End, string Text)> _masks = [];

    /// <summary>Gets the text so far.</summary>
    public StringBuilder Text { get; } = new();

    /// <summary>Gets the text that the client has seen.</summary>
    public StringBuilder Shown { get; } = new();

    /// <summary>Gets or sets how much of the text may go to the client.</summary>
    public int Released { get; set; }

    /// <summary>Gets or sets how much of the text the last question covered.</summary>
    public int Asked { get; set; }

    /// <summary>Gets or sets a value indicating whether a question is under way.</summary>
    public bool IsChecking { get; set; }

    /// <summary>Gets or sets a value indicating whether no more text comes.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Gets or sets a value indicating whether all of the text has passed.</summary>
    public bool HasPassed { get; set; }

    /// <summary>Gets or sets how long the audio is, in milliseconds.</summary>
    public double AudioMs { get; set; }

    /// <summary>Gets or sets from which character on the speech is left out, because words in it are masked; null: none is.</summary>
    public int? SilentFrom { get; set; }

    /// <summary>Gets or sets a value indicating whether it has been closed for the client.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Gets a value indicating whether anything in it was masked.</summary>
    public bool IsMasked => _masks.Count > 0;

    /// <summary>Notes that a piece of the text is masked.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="text">What stands instead.</param>
    public void Mask(int start, int end, string text) => _masks.Add((start, end, text));

    /// <summary>Gets the whole text as the client may see it.</summary>
    /// <returns>The text.</returns>
    public string MaskedText()
    {
        var output = new StringBuilder();
        var text = Text.ToString();
        var position = 0;
        foreach (var (start, end, mask) in _masks)
        {
            output.Append(text, position, start - position).Append(mask);
            position = end;
        }

        return output.Append(text, position, text.Length - position).ToString();
    }
}
