namespace Realtime.Bench.Wire;

/// <summary>What one run of one scenario against one target gave: the JSON line that the load generator prints.</summary>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Target">The target's name, as the caller called it.</param>
/// <param name="Metrics">Figures by name; the name's end tells the unit (<c>_us</c>, <c>_kib</c>, ...).</param>
/// <param name="Problems">What must not happen and did: losses, doubles, wrong order, refusals. Empty when all is well.</param>
public sealed record RunResult(
    string Scenario,
    string Target,
    IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyList<string> Problems);
