namespace Realtime.Gateway.Guardrails;

/// <summary>A text that a guardrail lets pass.</summary>
/// <param name="ResponseText">The text, masked where the guardrail masks it.</param>
internal sealed record AppliedGuardrail(string ResponseText);
