namespace Realtime.Protocol.Dialects;

/// <summary>What a client that speaks the beta form is sent.</summary>
public sealed record BetaClientOptions
{
    /// <summary>
    /// Gets a value indicating whether events that the beta form never had (<c>input_audio_buffer.timeout_triggered</c>,
    /// <c>input_audio_buffer.dtmf_event_received</c>, those of MCP) are sent. Most old clients ignore what they do not know, some
    /// throw. True by default.
    /// </summary>
    public bool SendGaOnlyEvents { get; init; } = true;
}
