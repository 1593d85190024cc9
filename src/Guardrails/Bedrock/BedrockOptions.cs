namespace Realtime.Guardrails.Bedrock;

/// <summary>What follows from an intervention of <c>bedrock</c>.</summary>
/// <param name="MasksRequests">Whether what goes in is masked where the guardrail anonymized it; else it goes on as it was.</param>
/// <param name="MasksResponses">The same of the model's text.</param>
/// <param name="ReplacesOnBlock">Whether the guardrail's own text goes on in place of a blocked one (<c>disable_exception_on_block</c>).</param>
internal sealed record BedrockOptions(bool MasksRequests, bool MasksResponses, bool ReplacesOnBlock);
