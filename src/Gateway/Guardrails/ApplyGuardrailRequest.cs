using Realtime.Gateway.Admin.Calls;

namespace Realtime.Gateway.Guardrails;

/// <summary>The body of <c>/apply_guardrail</c>, as the description of the API has it.</summary>
/// <param name="GuardrailName">The guardrail's name.</param>
/// <param name="Text">The text to judge.</param>
/// <param name="InputType">request (default): the text is the client's; response: the model's.</param>
[InertFields("language", "entities", "messages", "metadata")]
internal sealed record ApplyGuardrailRequest(string GuardrailName, string Text, string? InputType = null);
