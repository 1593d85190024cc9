namespace Realtime.Configuration;

/// <summary>When a guardrail runs.</summary>
public enum GuardrailMode
{
    /// <summary>Before what the client sent goes to the provider (<c>pre_call</c>).</summary>
    PreCall = 0,

    /// <summary>While the provider works, the answer held back until the verdict (<c>during_call</c>).</summary>
    DuringCall = 1,

    /// <summary>On the model's answer (<c>post_call</c>).</summary>
    PostCall = 2,

    /// <summary>Only on what goes to logs (<c>logging_only</c>).</summary>
    LoggingOnly = 3,

    /// <summary>Before a call to an MCP tool (<c>pre_mcp_call</c>).</summary>
    PreMcpCall = 4,

    /// <summary>While an MCP tool works (<c>during_mcp_call</c>).</summary>
    DuringMcpCall = 5,

    /// <summary>On the transcript of a spoken turn, before the model answers (<c>realtime_input_transcription</c>).</summary>
    RealtimeInputTranscription = 6,
}
