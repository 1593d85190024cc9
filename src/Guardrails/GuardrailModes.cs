using Realtime.Configuration;

namespace Realtime.Guardrails;

/// <summary>The names of modes as the configuration writes them.</summary>
public static class GuardrailModes
{
    /// <summary>Gets a mode's name.</summary>
    /// <param name="mode">The mode.</param>
    /// <returns>The name, as <c>pre_call</c>.</returns>
    public static string Name(GuardrailMode mode) => mode switch
    {
        GuardrailMode.PreCall => "pre_call",
        GuardrailMode.DuringCall => "during_call",
        GuardrailMode.PostCall => "post_call",
        GuardrailMode.LoggingOnly => "logging_only",
        GuardrailMode.PreMcpCall => "pre_mcp_call",
        GuardrailMode.DuringMcpCall => "during_mcp_call",
        _ => "realtime_input_transcription",
    };
}
