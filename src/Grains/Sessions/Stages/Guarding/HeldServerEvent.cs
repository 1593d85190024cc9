using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages.Guarding;

/// <summary>An event of the model's answer that waits until what it tells has passed.</summary>
internal sealed class HeldServerEvent(EventMessage message, OutputFields fields, OutputPart? part)
{
    /// <summary>Gets the event, copied.</summary>
    public EventMessage Message { get; } = message;

    /// <summary>Gets the fields that matter.</summary>
    public OutputFields Fields { get; } = fields;

    /// <summary>Gets the content part that it belongs to; null: none, or all.</summary>
    public OutputPart? Part { get; } = part;

    /// <summary>Gets or sets, of text, where it ends in the part's text; of audio, how much text there was when it came.</summary>
    public int TextEnd { get; set; }

    /// <summary>Gets or sets, of audio, where it ends in the part's audio, in milliseconds.</summary>
    public double AudioEndMs { get; set; }

    /// <summary>Gets or sets the text that goes out instead; null: the event goes as it came.</summary>
    public string? Masked { get; set; }

    /// <summary>Gets or sets a value indicating whether it was masked away.</summary>
    public bool IsDropped { get; set; }
}
