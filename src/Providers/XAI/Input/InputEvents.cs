using Realtime.Protocol.Events;
using Realtime.Providers.Json;
using Realtime.Providers.XAI.Audio;
using Realtime.Providers.XAI.Items;
using Realtime.Providers.XAI.Json;
using Realtime.Providers.XAI.Transcripts;

namespace Realtime.Providers.XAI.Input;

/// <summary>Completes the events of the input audio buffer, whose times xAI may leave out.</summary>
internal sealed class InputEvents(EventOutput output, ItemEvents items, TranscriptionEvents transcripts, InputAudioClock clock)
{
    private string? _spokenItemId;

    /// <summary>Handles an event of the input audio buffer, or of its transcription.</summary>
    /// <param name="draft">The event.</param>
    public void Handle(EventDraft draft)
    {
        switch (draft.Type)
        {
            case RealtimeEventType.InputAudioBufferSpeechStarted:
                _spokenItemId = draft.Body.Id("item_id");
                transcripts.Flush(exceptItemId: _spokenItemId);
                draft.Fill("audio_start_ms", clock.NowMs);
                break;

            case RealtimeEventType.InputAudioBufferSpeechStopped:
                draft.FillId("item_id", _spokenItemId);
                draft.Fill("audio_end_ms", clock.NowMs);
                break;

            case RealtimeEventType.InputAudioBufferTimeoutTriggered:
                draft.Fill("audio_start_ms", clock.CommittedMs);
                draft.Fill("audio_end_ms", clock.NowMs);
                _spokenItemId = draft.Body.Id("item_id") ?? _spokenItemId;
                break;

            case RealtimeEventType.InputAudioBufferCommitted:
                Committed(draft);
                break;

            case RealtimeEventType.ConversationItemInputAudioTranscriptionUpdated:
                draft.FillId("item_id", _spokenItemId);
                transcripts.Updated(draft);
                return;

            case RealtimeEventType.ConversationItemInputAudioTranscriptionCompleted:
                draft.FillId("item_id", _spokenItemId);
                transcripts.Completed(draft);
                return;
        }

        output.ToClient(draft);
    }

    private void Committed(EventDraft draft)
    {
        draft.FillId("item_id", _spokenItemId);
        var length = clock.Committed();
        if (draft.Body.Id("item_id") is { } itemId)
        {
            transcripts.Flush(exceptItemId: itemId);
            transcripts.SetLength(itemId, length);
            _spokenItemId = itemId;
        }

        items.FixPrevious(draft);
    }
}
