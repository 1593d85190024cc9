using Realtime.Simulator.Vad;

namespace Realtime.Simulator.Sessions;

/// <summary>How turns are found and what happens then.</summary>
internal sealed record TurnDetection(VadSettings Vad, bool CreateResponse, bool InterruptResponse, int? IdleTimeoutMs)
{
    /// <summary>
    /// Gets the pause that ends a turn under semantic detection. The service waits for a finished thought, at most 8, 4 and 2 s; energy
    /// alone cannot tell, so an unhurried pause below those stands for it.
    /// </summary>
    public static int SemanticPauseMs(string? eagerness) => eagerness switch
    {
        "low" => 2000,
        "high" => 500,
        _ => 1000,
    };
}
