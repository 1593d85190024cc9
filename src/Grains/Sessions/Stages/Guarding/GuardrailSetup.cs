using System.Diagnostics;
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

    /// <summary>
    /// Gets a value indicating whether the provider may answer a spoken turn before it was asked to, whatever it is told: such an answer is held
    /// until the verdict.
    /// </summary>
    public bool AnswersUnasked { get; init; }

    /// <summary>Gets what the guard knew on the silo that the session comes from; null for a new session.</summary>
    public GuardState? Kept { get; init; }

    /// <summary>Gets the session's span.</summary>
    public ActivityContext Span { get; init; }
}
