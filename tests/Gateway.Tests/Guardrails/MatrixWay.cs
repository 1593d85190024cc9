namespace Realtime.Gateway.Tests.Guardrails;

/// <summary>What of a conversation a case judges.</summary>
public enum MatrixWay
{
    /// <summary>What the user writes.</summary>
    Written = 0,

    /// <summary>What the user says.</summary>
    Spoken = 1,

    /// <summary>What the model answers.</summary>
    Answered = 2,

    /// <summary>What is written down of it.</summary>
    Logged = 3,
}
