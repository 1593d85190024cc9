namespace Realtime.Grains.Interfaces.Sessions;

/// <summary>Why a session does not start: an HTTP status and OpenAI's error body.</summary>
/// <param name="Status">The HTTP status before the upgrade; <c>docs/errors.md</c> lists them.</param>
/// <param name="Type">The error's <c>type</c>.</param>
/// <param name="Code">The error's <c>code</c>.</param>
/// <param name="Message">What is wrong and what to do; names no host, path or credential.</param>
/// <param name="Param">The parameter that is wrong, or null.</param>
/// <param name="RetryAfter">When it is worth another try, or null.</param>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.SessionRefusal")]
public sealed record SessionRefusal(
    [property: Id(0)] int Status,
    [property: Id(1)] string Type,
    [property: Id(2)] string Code,
    [property: Id(3)] string Message,
    [property: Id(4)] string? Param = null,
    [property: Id(5)] TimeSpan? RetryAfter = null)
{
    /// <summary>The <see cref="Code"/> of a process that is being stopped; another silo may take the session.</summary>
    public const string DrainingCode = "draining";

    /// <summary>
    /// The <see cref="Type"/> of a session that a guardrail blocked at its beginning. By LiteLLM's contract its client is accepted, gets the error as an
    /// event, and is closed with 1011.
    /// </summary>
    public const string GuardrailType = "guardrail_error";

    /// <summary>The <see cref="Code"/> of a session that cannot go on, since too little of it is known.</summary>
    public const string LostCode = "session_lost";

    /// <summary>The <see cref="Code"/> of a budget that is used up.</summary>
    public const string BudgetCode = "budget_exceeded";

    /// <summary>The <see cref="Code"/> of a process that has too many sessions or too much to do; another silo may take the session.</summary>
    public const string OverloadedCode = "server_overloaded";

    /// <summary>Gets the close code for a client that was accepted only to be told this, since a browser cannot read a refused upgrade.</summary>
    /// <value>1008 for policy, 1013 for load, 1011 for failures of the provider or of this system.</value>
    public int CloseCode => Status switch
    {
        // Nobody should try again until somebody has raised the budget.
        429 when Code == BudgetCode => 1008,
        429 or 503 => 1013,
        >= 500 => 1011,
        _ => 1008,
    };
}
