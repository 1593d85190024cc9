using Realtime.Configuration;

namespace Realtime.Guardrails;

/// <summary>One question to an engine.</summary>
public sealed record GuardrailRequest
{
    /// <summary>Gets the text; empty for <see cref="GuardrailInput.Connection"/>.</summary>
    public required string Text { get; init; }

    /// <summary>Gets the mode that the guardrail runs in.</summary>
    public required GuardrailMode Mode { get; init; }

    /// <summary>Gets what the text is.</summary>
    public required GuardrailInput Input { get; init; }

    /// <summary>Gets who the session is for.</summary>
    public required GuardrailCaller Caller { get; init; }

    /// <summary>Gets a value indicating whether the text is the model's.</summary>
    public bool IsResponse => Input == GuardrailInput.ModelText;
}
