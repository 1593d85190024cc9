namespace Realtime.Grains.Interfaces.GuardrailCalls;

/// <summary>A text to judge outside a session.</summary>
/// <param name="Guardrail">The guardrail's name.</param>
/// <param name="Text">The text.</param>
/// <param name="IsResponse">Whether it is to be judged as the model's.</param>
/// <param name="KeyHash">The key of who asks, as a hash; null where none is required.</param>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.GuardrailCall")]
public sealed record GuardrailCall(
    [property: Id(0)] string Guardrail,
    [property: Id(1)] string Text,
    [property: Id(2)] bool IsResponse,
    [property: Id(3)] string? KeyHash);
