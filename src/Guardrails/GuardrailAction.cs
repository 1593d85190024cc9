namespace Realtime.Guardrails;

/// <summary>What an engine found.</summary>
public enum GuardrailAction
{
    /// <summary>The text may go on as it is.</summary>
    Allow = 0,

    /// <summary>Another text goes on in its place.</summary>
    Mask = 1,

    /// <summary>The text may not go on.</summary>
    Block = 2,

    /// <summary>The engine could not tell; what follows is for the guardrail's configuration to say.</summary>
    Failed = 3,
}
