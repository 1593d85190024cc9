using Realtime.Bench.Wire;

namespace Realtime.Bench.Runner.Reporting;

/// <summary>A run's result with the round that it belongs to.</summary>
/// <param name="Round">From 1; the runs of one round stand side by side in time.</param>
/// <param name="Result">What was measured.</param>
internal sealed record Measurement(int Round, RunResult Result);
