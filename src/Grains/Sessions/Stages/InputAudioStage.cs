using Realtime.Grains.Sessions.Replacement;
using Realtime.Protocol.Conversations;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages;

/// <summary>Tells the kept audio where turns begin and end.</summary>
/// <param name="audio">The kept audio.</param>
/// <param name="gate">Keeps the client's pump from it meanwhile.</param>
/// <param name="conversation">Knows the settings, which it has read before this stage sees them.</param>
internal sealed class InputAudioStage(KeptInputAudio audio, BiasedGate gate, Conversation conversation) : ISessionStage
{
    /// <inheritdoc/>
    public EventTypeSet ClientTypes { get; } =
        EventTypeSet.Of(RealtimeEventType.InputAudioBufferCommit, RealtimeEventType.InputAudioBufferClear);

    /// <inheritdoc/>
    public EventTypeSet ServerTypes { get; } = EventTypeSet.Of(
        RealtimeEventType.SessionCreated,
        RealtimeEventType.SessionUpdated,
        RealtimeEventType.InputAudioBufferSpeechStarted,
        RealtimeEventType.InputAudioBufferCommitted,
        RealtimeEventType.ConversationItemDeleted,
        RealtimeEventType.ConversationItemInputAudioTranscriptionCompleted);

    /// <inheritdoc/>
    public StageResult OnClient(in EventMessage message, IStageContext context)
    {
        gate.Block();
        if (message.Type == RealtimeEventType.InputAudioBufferCommit)
        {
            audio.CommitAsked();
        }
        else
        {
            audio.Clear();
        }

        gate.Unblock();
        return StageResult.Pass;
    }

    /// <inheritdoc/>
    public StageResult OnServer(in EventMessage message, IStageContext context)
    {
        gate.Block();
        switch (message.Type)
        {
            case RealtimeEventType.InputAudioBufferSpeechStarted:
                audio.SpeechStarted();
                break;
            case RealtimeEventType.InputAudioBufferCommitted:
                audio.Committed(SessionFields.Text(message.Payload.Span, "item_id"u8));
                break;
            case RealtimeEventType.ConversationItemDeleted or RealtimeEventType.ConversationItemInputAudioTranscriptionCompleted:
                audio.Forget(SessionFields.Text(message.Payload.Span, "item_id"u8) ?? "");
                break;
            default:
                audio.UseTurns(conversation.Settings.TurnDetection is null);
                break;
        }

        gate.Unblock();
        return StageResult.Pass;
    }
}
