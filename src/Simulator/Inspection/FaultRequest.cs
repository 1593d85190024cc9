namespace Realtime.Simulator.Inspection;

/// <summary>The body of a control call.</summary>
/// <param name="Fault">The written form of the fault.</param>
/// <param name="Count">How many of the next connections meet it; 1 when absent.</param>
/// <param name="Scope"><c>open</c> for the connections that are open now, else the next ones.</param>
/// <param name="Provider">Only this provider's connections, or null.</param>
/// <param name="Model">Only connections for this model, or null.</param>
internal sealed record FaultRequest(string? Fault, int Count = 1, string? Scope = null, string? Provider = null, string? Model = null);
