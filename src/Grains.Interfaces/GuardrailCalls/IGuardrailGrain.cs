namespace Realtime.Grains.Interfaces.GuardrailCalls;

/// <summary>Runs guardrails for who asks outside a session. Any silo can; its key means nothing.</summary>
[Alias("Realtime.IGuardrailGrain")]
public interface IGuardrailGrain : IGrainWithIntegerKey
{
    /// <summary>Judges a text.</summary>
    /// <param name="call">The text, and by which guardrail.</param>
    /// <returns>What came of it. Bounded by the guardrail's time-out.</returns>
    [Alias("Apply")]
    [ResponseTimeout("00:02:30")]
    Task<GuardrailAnswer> Apply(GuardrailCall call);
}
