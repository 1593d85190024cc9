namespace Realtime.Simulator.Responses;

/// <summary>What a response will be.</summary>
/// <param name="Output">Its items in order.</param>
/// <param name="FailureCode">The code with which it fails instead, or null.</param>
internal sealed record ResponsePlan(IReadOnlyList<PlannedOutput> Output, string? FailureCode = null)
{
    public static ResponsePlan Say(string text) => new([new PlannedOutput.Message(text)]);
}
