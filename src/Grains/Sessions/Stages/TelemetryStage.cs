using Realtime.Grains.Telemetry;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages;

/// <summary>Opens and closes a span and the turn's figures at each response.</summary>
internal sealed class TelemetryStage(SessionTelemetry telemetry) : ISessionStage
{
    /// <inheritdoc/>
    public EventTypeSet ClientTypes { get; } = EventTypeSet.Of(RealtimeEventType.ResponseCreate);

    /// <inheritdoc/>
    public EventTypeSet ServerTypes { get; } = EventTypeSet.Of(
        RealtimeEventType.ResponseCreated,
        RealtimeEventType.ResponseDone,
        RealtimeEventType.InputAudioBufferSpeechStarted,
        RealtimeEventType.InputAudioBufferSpeechStopped,
        RealtimeEventType.InputAudioBufferCommitted);

    /// <inheritdoc/>
    public StageResult OnClient(in EventMessage message, IStageContext context)
    {
        telemetry.ResponseRequested();
        return StageResult.Pass;
    }

    /// <inheritdoc/>
    public StageResult OnServer(in EventMessage message, IStageContext context)
    {
        switch (message.Type)
        {
            case RealtimeEventType.ResponseCreated:
                telemetry.ResponseStarted(message.Payload.Span);
                break;
            case RealtimeEventType.ResponseDone:
                telemetry.ResponseEnded(message.Payload.Span);
                break;
            case RealtimeEventType.InputAudioBufferSpeechStarted:
                telemetry.SpeechStarted();
                break;
            default:
                telemetry.SpeechEnded();
                break;
        }

        return StageResult.Pass;
    }
}
