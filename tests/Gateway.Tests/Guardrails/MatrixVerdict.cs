namespace Realtime.Gateway.Tests.Guardrails;

/// <summary>What an engine makes of a case's text.</summary>
public enum MatrixVerdict
{
    Allow = 0,
    Mask = 1,
    Block = 2,

    /// <summary>Its service answers 503, and the guardrail blocks then.</summary>
    DownClosed = 3,

    /// <summary>Its service answers 503, and the guardrail lets pass then.</summary>
    DownOpen = 4,
}
