namespace Realtime.Gateway.Tests.Guardrails;

/// <summary>What of a conversation a case judges.</summary>
public enum MatrixWay
{
    /// <summary>What the user writes.</summary>
    Written = 0,

    /// <summary>What the user says.</summary>
    Spoken = 1,

    /// <summary>What the user writes; the engine answers when the model has begun to.</summary>
    WrittenLate = 2,

    /// <summary>What the user says; the engine answers when the model has begun to.</summary>
    SpokenLate = 3,

    /// <summary>What the model answers.</summary>
    Answered = 4,

    /// <summary>What is written down of it.</summary>
    Logged = 5,
}
