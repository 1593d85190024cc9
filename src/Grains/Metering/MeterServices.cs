using Realtime.Configuration.Reload;
using Realtime.Grains.Ledger;
using Realtime.Grains.Policies.Alerts;
using Realtime.Grains.Telemetry;

namespace Realtime.Grains.Metering;

/// <summary>What every session's meter needs of the process.</summary>
/// <param name="Config">The prices and settings in force.</param>
/// <param name="Journal">Takes the rows.</param>
/// <param name="Grains">Reaches those who count.</param>
/// <param name="Alerts">Hears of what has no price.</param>
/// <param name="Metrics">The process's meters.</param>
/// <param name="Time">The clock.</param>
internal sealed record MeterServices(
    ConfigStore Config, UsageJournal Journal, IGrainFactory Grains, AlertBoard Alerts, RealtimeMetrics Metrics, TimeProvider Time);
