using System.Diagnostics.Metrics;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Gateway.Telemetry;

/// <summary>The gateway's own figures: what only the edge knows. No label names a key, a user or a session.</summary>
internal sealed class GatewayMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _refusals;

    /// <summary>Initializes a new instance of the <see cref="GatewayMetrics"/> class.</summary>
    /// <param name="meterFactory">Makes the meter.</param>
    public GatewayMetrics(IMeterFactory meterFactory)
    {
        _meter = meterFactory.Create("Realtime");
        _refusals = _meter.CreateCounter<long>(
            "realtime.gateway.refusals", "{session}", "Clients that got no session, by status and error code, whoever refused.");
    }

    /// <summary>Counts a refusal.</summary>
    /// <param name="refusal">The refusal.</param>
    public void Refused(SessionRefusal refusal) => _refusals.Add(
        1,
        new KeyValuePair<string, object?>("http.response.status_code", refusal.Status),
        new KeyValuePair<string, object?>("realtime.error.code", refusal.Code));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
