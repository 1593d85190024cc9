using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Metering;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages;

/// <summary>Shows the session's meter what it counts, and ends the session whose budget is used up after the response that crossed it.</summary>
internal sealed class MeterStage(SessionMeter meter, IEventIdSource ids) : ISessionStage
{
    /// <inheritdoc/>
    public EventTypeSet ClientTypes => EventTypeSet.None;

    /// <inheritdoc/>
    public EventTypeSet ServerTypes { get; } = EventTypeSet.Of(
        RealtimeEventType.SessionCreated,
        RealtimeEventType.SessionUpdated,
        RealtimeEventType.ResponseCreated,
        RealtimeEventType.ResponseDone,
        RealtimeEventType.ConversationItemInputAudioTranscriptionCompleted);

    /// <inheritdoc/>
    public StageResult OnClient(in EventMessage message, IStageContext context) => StageResult.Pass;

    /// <inheritdoc/>
    public StageResult OnServer(in EventMessage message, IStageContext context)
    {
        switch (message.Type)
        {
            case RealtimeEventType.ResponseCreated:
                meter.OnResponseCreated(message.Payload);
                break;
            case RealtimeEventType.ResponseDone:
                EndWhereExhausted(meter.OnResponseDone(message.Payload), context);
                break;
            case RealtimeEventType.ConversationItemInputAudioTranscriptionCompleted:
                EndWhereExhausted(meter.OnTranscription(message.Payload), context);
                break;
            default:
                meter.OnSession(message.Payload);
                break;
        }

        return StageResult.Pass;
    }

    // The booking itself goes on whatever becomes of the session.
    private void EndWhereExhausted(Task<SessionRefusal?> booking, IStageContext context) => context.Run(
        booking.WaitAsync,
        refusal =>
        {
            if (refusal is not null)
            {
                context.End(PolicyEnds.End(refusal), PolicyEnds.Error(ids, refusal));
            }
        });
}
