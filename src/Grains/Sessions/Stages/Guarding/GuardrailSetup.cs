using System.Diagnostics;
using Realtime.Configuration;
using Realtime.Grains.Sessions.Guards;
using Realtime.Guardrails.Running;
using Realtime.Guardrails.Selection;

namespace Realtime.Grains.Sessions.Stages.Guarding;

/// <summary>The guardrails of a session and what runs them.</summary>
internal sealed record GuardrailSetup
{
    /// <summary>Gets the guardrails.</summary>
    public required GuardrailSet Guardrails { get; init; }

    /// <summary>Gets what asks engines.</summary>
    public required GuardrailRunner Runner { get; init; }

    /// <summary>Gets their figures.</summary>
    public required GuardrailMetrics Metrics { get; init; }

    /// <summary>Gets the names of guardrails that deployments gave which may serve the session.</summary>
    public IReadOnlySet<string> OfModel { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Gets a value indicating whether all that may serve the session answer a spoken turn before they are asked to: they are left to it, and the
    /// answer is held until the verdict.
    /// </summary>
    public bool AnswersUnasked { get; init; }

    /// <summary>
    /// Gets a value indicating whether any that may serve the session does so. Where others do not, all are told to wait, and what comes unasked
    /// all the same is held.
    /// </summary>
    public bool MayAnswerUnasked { get; init; }

    /// <summary>Gets what the guard knew on the silo that the session comes from; null for a new session.</summary>
    public GuardState? Kept { get; init; }

    /// <summary>Gets the session's span.</summary>
    public ActivityContext Span { get; init; }

    /// <summary>Says whether a session with these guardrails may go over to a deployment that was not known when it began.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <returns>Whether it is guarded there as the deployment wants it.</returns>
    public bool Covers(Deployment deployment) => deployment.Guardrails.All(OfModel.Contains)
        && (MayAnswerUnasked || !UnaskedAnswers.AreGivenBy(deployment.Provider) || !Guardrails.Has(GuardrailMode.RealtimeInputTranscription));
}
