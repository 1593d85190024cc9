namespace Realtime.Configuration;

/// <summary>How a deployment is chosen among the healthy ones of a group (<c>routing_strategy</c>).</summary>
public enum RoutingStrategy
{
    /// <summary>At random by weight, else rpm, else tpm, else evenly (<c>simple-shuffle</c>). The default.</summary>
    SimpleShuffle = 0,

    /// <summary>The one with the fewest running sessions (<c>least-busy</c>).</summary>
    LeastBusy = 1,

    /// <summary>The quickest lately (<c>latency-based-routing</c>).</summary>
    LatencyBased = 2,

    /// <summary>The one with the fewest tokens this minute (<c>usage-based-routing-v2</c>, and its older name <c>usage-based-routing</c>).</summary>
    UsageBased = 3,

    /// <summary>The cheapest (<c>cost-based-routing</c>).</summary>
    CostBased = 4,
}
