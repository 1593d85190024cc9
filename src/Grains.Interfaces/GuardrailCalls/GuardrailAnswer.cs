namespace Realtime.Grains.Interfaces.GuardrailCalls;

/// <summary>What came of a text that was judged.</summary>
/// <param name="Exists">Whether there is such a guardrail.</param>
/// <param name="Text">The text that may go on; null when it is blocked.</param>
/// <param name="Reason">Why it is blocked; null when it is not.</param>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.GuardrailAnswer")]
public sealed record GuardrailAnswer(
    [property: Id(0)] bool Exists,
    [property: Id(1)] string? Text,
    [property: Id(2)] string? Reason);
