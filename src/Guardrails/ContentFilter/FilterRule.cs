namespace Realtime.Guardrails.ContentFilter;

/// <summary>One thing that is looked for, and what follows.</summary>
/// <param name="Pattern">What is looked for.</param>
/// <param name="Blocks">Whether it blocks; else it is masked.</param>
/// <param name="Redaction">What stands instead of what is masked.</param>
/// <param name="Reason">Why it is blocked, for the client.</param>
internal sealed record FilterRule(TextPattern Pattern, bool Blocks, string Redaction, string Reason);
