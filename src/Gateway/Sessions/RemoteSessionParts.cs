using Realtime.Gateway.Sessions.Journal;
using Realtime.Protocol.Events;

namespace Realtime.Gateway.Sessions;

/// <summary>What all sessions of a gateway of a cluster share.</summary>
/// <param name="Grains">The cluster.</param>
/// <param name="GatewayId">This gateway.</param>
/// <param name="Journals">Bounds what they keep together.</param>
/// <param name="Balance">Chooses silos.</param>
/// <param name="EventIds">Makes event ids.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">The log.</param>
internal sealed record RemoteSessionParts(
    IGrainFactory Grains,
    string GatewayId,
    JournalBudget Journals,
    SiloBalance Balance,
    IEventIdSource EventIds,
    TimeProvider Time,
    ILogger Logger);
