namespace Realtime.Guardrails;

/// <summary>
/// What judges a text. One instance serves all sessions of one entry of the configuration, several at a time.
/// </summary>
public interface IGuardrailEngine
{
    /// <summary>
    /// Gets a value indicating whether it has a say about sessions that are about to begin, when there is no text yet
    /// (<see cref="GuardrailInput.Connection"/>). An engine that only reads texts says no and is not asked.
    /// </summary>
    bool ChecksConnections => true;

    /// <summary>Judges.</summary>
    /// <param name="request">What it is asked about.</param>
    /// <param name="cancellationToken">Ends with the guardrail's time-out and with the session.</param>
    /// <returns>The verdict. What can be expected to fail is <see cref="GuardrailVerdict.Failed"/>; an exception counts as that too.</returns>
    ValueTask<GuardrailVerdict> CheckAsync(GuardrailRequest request, CancellationToken cancellationToken);
}
