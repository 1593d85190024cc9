namespace Realtime.Guardrails.Running;

/// <summary>What all guardrails of a mode together say about a text.</summary>
/// <param name="Action"><see cref="GuardrailAction.Allow"/>, <see cref="GuardrailAction.Mask"/> or <see cref="GuardrailAction.Block"/>.</param>
/// <param name="Text">The text that goes on: the one asked about unless it is masked.</param>
/// <param name="Reason">Why it is blocked; null otherwise.</param>
/// <param name="Guardrail">Which guardrail blocked it; null otherwise.</param>
public sealed record GuardrailDecision(GuardrailAction Action, string Text, string? Reason = null, Guardrail? Guardrail = null)
{
    /// <summary>Gets a value indicating whether the text may not go on.</summary>
    public bool IsBlocked => Action == GuardrailAction.Block;

    /// <summary>Gets what the client is told of a blocked text: the configured message, else the engine's reason.</summary>
    public string Message => Guardrail?.Entry.RealtimeViolationMessage ?? Reason ?? "";
}
