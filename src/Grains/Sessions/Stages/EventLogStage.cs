using Realtime.Grains.Ledger;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages;

/// <summary>Notes the events that are logged (<c>logged_real_time_event_types</c>), of one direction.</summary>
internal sealed class EventLogStage(EventLog log, EventTypeSet types, bool ofClient) : ISessionStage
{
    /// <inheritdoc/>
    public EventTypeSet ClientTypes { get; } = ofClient ? types : EventTypeSet.None;

    /// <inheritdoc/>
    public EventTypeSet ServerTypes { get; } = ofClient ? EventTypeSet.None : types;

    /// <inheritdoc/>
    public StageResult OnClient(in EventMessage message, IStageContext context) => Note(message);

    /// <inheritdoc/>
    public StageResult OnServer(in EventMessage message, IStageContext context) => Note(message);

    private StageResult Note(in EventMessage message)
    {
        log.Add(message.Payload.Span);
        return StageResult.Pass;
    }
}
