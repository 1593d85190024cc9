namespace Realtime.Guardrails.ContentFilter;

/// <summary>A place in a text that a pattern matches.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long it is.</param>
internal readonly record struct PatternMatch(int Start, int Length);
