namespace Realtime.Protocol.Events;

/// <summary>The <c>type</c> of an event of the OpenAI Realtime protocol, both directions, GA and beta names.</summary>
/// <remarks>Source: the OpenAI Realtime API reference. Names that only the beta form or one provider uses say so.</remarks>
public enum RealtimeEventType : byte
{
    /// <summary>A type that this build does not know. Such events are passed on unchanged.</summary>
    Unknown = 0,

    /// <summary><c>session.update</c>, sent by the client.</summary>
    SessionUpdate = 1,

    /// <summary><c>transcription_session.update</c>, sent by the client (beta only).</summary>
    TranscriptionSessionUpdate = 2,

    /// <summary><c>input_audio_buffer.append</c>, sent by the client.</summary>
    InputAudioBufferAppend = 3,

    /// <summary><c>input_audio_buffer.commit</c>, sent by the client.</summary>
    InputAudioBufferCommit = 4,

    /// <summary><c>input_audio_buffer.clear</c>, sent by the client.</summary>
    InputAudioBufferClear = 5,

    /// <summary><c>conversation.item.create</c>, sent by the client.</summary>
    ConversationItemCreate = 6,

    /// <summary><c>conversation.item.retrieve</c>, sent by the client.</summary>
    ConversationItemRetrieve = 7,

    /// <summary><c>conversation.item.truncate</c>, sent by the client.</summary>
    ConversationItemTruncate = 8,

    /// <summary><c>conversation.item.delete</c>, sent by the client.</summary>
    ConversationItemDelete = 9,

    /// <summary><c>response.create</c>, sent by the client.</summary>
    ResponseCreate = 10,

    /// <summary><c>response.cancel</c>, sent by the client.</summary>
    ResponseCancel = 11,

    /// <summary><c>output_audio_buffer.clear</c>, sent by the client.</summary>
    OutputAudioBufferClear = 12,

    /// <summary><c>error</c>, sent by the server.</summary>
    Error = 13,

    /// <summary><c>session.created</c>, sent by the server.</summary>
    SessionCreated = 14,

    /// <summary><c>session.updated</c>, sent by the server.</summary>
    SessionUpdated = 15,

    /// <summary><c>transcription_session.created</c>, sent by the server (beta only).</summary>
    TranscriptionSessionCreated = 16,

    /// <summary><c>transcription_session.updated</c>, sent by the server (beta only).</summary>
    TranscriptionSessionUpdated = 17,

    /// <summary><c>conversation.created</c>, sent by the server.</summary>
    ConversationCreated = 18,

    /// <summary><c>conversation.item.added</c>, sent by the server.</summary>
    ConversationItemAdded = 19,

    /// <summary><c>conversation.item.created</c>, sent by the server (beta only).</summary>
    ConversationItemCreated = 20,

    /// <summary><c>conversation.item.done</c>, sent by the server.</summary>
    ConversationItemDone = 21,

    /// <summary><c>conversation.item.retrieved</c>, sent by the server.</summary>
    ConversationItemRetrieved = 22,

    /// <summary><c>conversation.item.truncated</c>, sent by the server.</summary>
    ConversationItemTruncated = 23,

    /// <summary><c>conversation.item.deleted</c>, sent by the server.</summary>
    ConversationItemDeleted = 24,

    /// <summary><c>conversation.item.input_audio_transcription.delta</c>, sent by the server.</summary>
    ConversationItemInputAudioTranscriptionDelta = 25,

    /// <summary><c>conversation.item.input_audio_transcription.updated</c>, sent by the server (xAI only).</summary>
    ConversationItemInputAudioTranscriptionUpdated = 26,

    /// <summary><c>conversation.item.input_audio_transcription.completed</c>, sent by the server.</summary>
    ConversationItemInputAudioTranscriptionCompleted = 27,

    /// <summary><c>conversation.item.input_audio_transcription.segment</c>, sent by the server.</summary>
    ConversationItemInputAudioTranscriptionSegment = 28,

    /// <summary><c>conversation.item.input_audio_transcription.failed</c>, sent by the server.</summary>
    ConversationItemInputAudioTranscriptionFailed = 29,

    /// <summary><c>input_audio_buffer.speech_started</c>, sent by the server.</summary>
    InputAudioBufferSpeechStarted = 30,

    /// <summary><c>input_audio_buffer.speech_stopped</c>, sent by the server.</summary>
    InputAudioBufferSpeechStopped = 31,

    /// <summary><c>input_audio_buffer.committed</c>, sent by the server.</summary>
    InputAudioBufferCommitted = 32,

    /// <summary><c>input_audio_buffer.cleared</c>, sent by the server.</summary>
    InputAudioBufferCleared = 33,

    /// <summary><c>input_audio_buffer.timeout_triggered</c>, sent by the server.</summary>
    InputAudioBufferTimeoutTriggered = 34,

    /// <summary><c>input_audio_buffer.dtmf_event_received</c>, sent by the server.</summary>
    InputAudioBufferDtmfEventReceived = 35,

    /// <summary><c>output_audio_buffer.started</c>, sent by the server.</summary>
    OutputAudioBufferStarted = 36,

    /// <summary><c>output_audio_buffer.stopped</c>, sent by the server.</summary>
    OutputAudioBufferStopped = 37,

    /// <summary><c>output_audio_buffer.cleared</c>, sent by the server.</summary>
    OutputAudioBufferCleared = 38,

    /// <summary><c>response.created</c>, sent by the server.</summary>
    ResponseCreated = 39,

    /// <summary><c>response.done</c>, sent by the server.</summary>
    ResponseDone = 40,

    /// <summary><c>response.output_item.added</c>, sent by the server.</summary>
    ResponseOutputItemAdded = 41,

    /// <summary><c>response.output_item.done</c>, sent by the server.</summary>
    ResponseOutputItemDone = 42,

    /// <summary><c>response.content_part.added</c>, sent by the server.</summary>
    ResponseContentPartAdded = 43,

    /// <summary><c>response.content_part.done</c>, sent by the server.</summary>
    ResponseContentPartDone = 44,

    /// <summary><c>response.output_text.delta</c>, sent by the server.</summary>
    ResponseOutputTextDelta = 45,

    /// <summary><c>response.output_text.done</c>, sent by the server.</summary>
    ResponseOutputTextDone = 46,

    /// <summary><c>response.text.delta</c>, sent by the server (beta only).</summary>
    ResponseTextDelta = 47,

    /// <summary><c>response.text.done</c>, sent by the server (beta only).</summary>
    ResponseTextDone = 48,

    /// <summary><c>response.output_audio.delta</c>, sent by the server.</summary>
    ResponseOutputAudioDelta = 49,

    /// <summary><c>response.output_audio.done</c>, sent by the server.</summary>
    ResponseOutputAudioDone = 50,

    /// <summary><c>response.audio.delta</c>, sent by the server (beta only).</summary>
    ResponseAudioDelta = 51,

    /// <summary><c>response.audio.done</c>, sent by the server (beta only).</summary>
    ResponseAudioDone = 52,

    /// <summary><c>response.output_audio_transcript.delta</c>, sent by the server.</summary>
    ResponseOutputAudioTranscriptDelta = 53,

    /// <summary><c>response.output_audio_transcript.done</c>, sent by the server.</summary>
    ResponseOutputAudioTranscriptDone = 54,

    /// <summary><c>response.audio_transcript.delta</c>, sent by the server (beta only).</summary>
    ResponseAudioTranscriptDelta = 55,

    /// <summary><c>response.audio_transcript.done</c>, sent by the server (beta only).</summary>
    ResponseAudioTranscriptDone = 56,

    /// <summary><c>response.function_call_arguments.delta</c>, sent by the server.</summary>
    ResponseFunctionCallArgumentsDelta = 57,

    /// <summary><c>response.function_call_arguments.done</c>, sent by the server.</summary>
    ResponseFunctionCallArgumentsDone = 58,

    /// <summary><c>response.mcp_call_arguments.delta</c>, sent by the server.</summary>
    ResponseMcpCallArgumentsDelta = 59,

    /// <summary><c>response.mcp_call_arguments.done</c>, sent by the server.</summary>
    ResponseMcpCallArgumentsDone = 60,

    /// <summary><c>response.mcp_call.in_progress</c>, sent by the server.</summary>
    ResponseMcpCallInProgress = 61,

    /// <summary><c>response.mcp_call.completed</c>, sent by the server.</summary>
    ResponseMcpCallCompleted = 62,

    /// <summary><c>response.mcp_call.failed</c>, sent by the server.</summary>
    ResponseMcpCallFailed = 63,

    /// <summary><c>mcp_list_tools.in_progress</c>, sent by the server.</summary>
    McpListToolsInProgress = 64,

    /// <summary><c>mcp_list_tools.completed</c>, sent by the server.</summary>
    McpListToolsCompleted = 65,

    /// <summary><c>mcp_list_tools.failed</c>, sent by the server.</summary>
    McpListToolsFailed = 66,

    /// <summary><c>rate_limits.updated</c>, sent by the server.</summary>
    RateLimitsUpdated = 67,

    /// <summary><c>ping</c>, sent by the server (xAI only).</summary>
    Ping = 68,
}
