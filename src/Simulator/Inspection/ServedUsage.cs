namespace Realtime.Simulator.Inspection;

/// <summary>What a connection was charged so far.</summary>
/// <param name="Responses">Responses that ended, however they ended.</param>
/// <param name="InputTokens">Their input tokens, cached ones included.</param>
/// <param name="CachedTokens">Those of them that were cached.</param>
/// <param name="OutputTokens">Their output tokens.</param>
public readonly record struct ServedUsage(int Responses, long InputTokens, long CachedTokens, long OutputTokens)
{
    internal ServedUsage Plus(long input, long cached, long output) => new(Responses + 1, InputTokens + input, CachedTokens + cached, OutputTokens + output);
}
