namespace Realtime.Simulator.Inspection;

/// <summary>A response that ended, and what it was charged.</summary>
/// <param name="Id">The response's id.</param>
/// <param name="At">When it ended.</param>
/// <param name="InputTokens">Input tokens, cached ones included.</param>
/// <param name="CachedTokens">Those of them that were cached.</param>
/// <param name="OutputTokens">Output tokens.</param>
public readonly record struct ServedResponse(string Id, DateTimeOffset At, long InputTokens, long CachedTokens, long OutputTokens);
