namespace Realtime.Guardrails;

/// <summary>What a guardrail is asked about.</summary>
public enum GuardrailInput
{
    /// <summary>A session that is about to begin: there is no text, only who asks for which model.</summary>
    Connection = 0,

    /// <summary>What the user typed, and other items that the client put into the conversation.</summary>
    UserText = 1,

    /// <summary>The transcript of what the user said.</summary>
    SpokenText = 2,

    /// <summary>The result of a function call.</summary>
    ToolResult = 3,

    /// <summary>Instructions of the session or of one response.</summary>
    Instructions = 4,

    /// <summary>What the model writes or says.</summary>
    ModelText = 5,

    /// <summary>What goes to a log.</summary>
    LogText = 6,

    /// <summary>A text that <c>/apply_guardrail</c> was given.</summary>
    Direct = 7,
}
