namespace Realtime.Guardrails.Selection;

/// <summary>The guardrails of a session, or why there are none.</summary>
/// <param name="Guardrails">The guardrails.</param>
/// <param name="UnknownGuardrail">A name that was asked for and does not exist; null: none.</param>
/// <param name="UnknownPolicy">A policy of the key or team that does not exist; null: none.</param>
public sealed record GuardrailSelection(GuardrailSet Guardrails, string? UnknownGuardrail, string? UnknownPolicy);
