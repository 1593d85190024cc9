using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers.Json;
using Realtime.Providers.XAI.Audio;
using Realtime.Providers.XAI.Client;
using Realtime.Providers.XAI.Errors;
using Realtime.Providers.XAI.Input;
using Realtime.Providers.XAI.Items;
using Realtime.Providers.XAI.Json;
using Realtime.Providers.XAI.Responses;
using Realtime.Providers.XAI.Session;
using Realtime.Providers.XAI.Transcripts;

namespace Realtime.Providers.XAI;

/// <summary>
/// The edge between a session and xAI, whose voice protocol is OpenAI's with differences. Every field that the GA form demands is there after
/// it, and nothing of xAI's own is needed before it. The tables stand in <c>docs/providers/xai.md</c>.
/// </summary>
/// <remarks>
/// Source: xAI's voice documentation (the voice agent guide and the schema of its events) and the OpenAI Realtime API reference. What cannot be
/// read, or has a form that nobody described, passes as it is. Audio deltas pass unseen.
/// </remarks>
internal sealed class XaiTranslator : IEdgeTranslator
{
    private static readonly EventTypeSet FromXai = EventTypeSet.Of(
        RealtimeEventType.Error,
        RealtimeEventType.Ping,
        RealtimeEventType.SessionCreated,
        RealtimeEventType.SessionUpdated,
        RealtimeEventType.ConversationCreated,
        RealtimeEventType.ConversationItemAdded,
        RealtimeEventType.ConversationItemCreated,
        RealtimeEventType.ConversationItemDone,
        RealtimeEventType.ConversationItemTruncated,
        RealtimeEventType.ConversationItemDeleted,
        RealtimeEventType.ConversationItemInputAudioTranscriptionUpdated,
        RealtimeEventType.ConversationItemInputAudioTranscriptionCompleted,
        RealtimeEventType.InputAudioBufferSpeechStarted,
        RealtimeEventType.InputAudioBufferSpeechStopped,
        RealtimeEventType.InputAudioBufferCommitted,
        RealtimeEventType.InputAudioBufferCleared,
        RealtimeEventType.InputAudioBufferTimeoutTriggered,
        RealtimeEventType.ResponseCreated,
        RealtimeEventType.ResponseDone,
        RealtimeEventType.ResponseOutputItemAdded,
        RealtimeEventType.ResponseOutputItemDone,
        RealtimeEventType.ResponseContentPartAdded,
        RealtimeEventType.ResponseContentPartDone,
        RealtimeEventType.ResponseOutputTextDelta,
        RealtimeEventType.ResponseOutputTextDone,
        RealtimeEventType.ResponseTextDelta,
        RealtimeEventType.ResponseTextDone,
        RealtimeEventType.ResponseOutputAudioDone,
        RealtimeEventType.ResponseAudioDelta,
        RealtimeEventType.ResponseAudioDone,
        RealtimeEventType.ResponseOutputAudioTranscriptDelta,
        RealtimeEventType.ResponseOutputAudioTranscriptDone,
        RealtimeEventType.ResponseAudioTranscriptDelta,
        RealtimeEventType.ResponseAudioTranscriptDone,
        RealtimeEventType.ResponseFunctionCallArgumentsDelta,
        RealtimeEventType.ResponseFunctionCallArgumentsDone,
        RealtimeEventType.ResponseMcpCallArgumentsDelta,
        RealtimeEventType.ResponseMcpCallArgumentsDone,
        RealtimeEventType.ResponseMcpCallInProgress,
        RealtimeEventType.ResponseMcpCallCompleted,
        RealtimeEventType.ResponseMcpCallFailed);

    private readonly EventOutput _output;
    private readonly ClientEvents _client;
    private readonly ErrorShape _errors = new();
    private readonly SessionEvents _session;
    private readonly ItemEvents _items;
    private readonly InputEvents _input;
    private readonly ResponseEvents _responses;
    private readonly StreamEvents _streams;

    /// <summary>Initializes a new instance of the <see cref="XaiTranslator"/> class.</summary>
    /// <param name="ids">Makes the ids of events that xAI did not send, or sent without one.</param>
    public XaiTranslator(IEventIdSource ids)
    {
        _output = new EventOutput(ids);
        var clock = new InputAudioClock();
        var copies = new ItemCopies();
        var response = new RunningResponse();
        var names = new NameChoice();
        var transcripts = new TranscriptionEvents(_output, copies, clock);
        _session = new SessionEvents(_output, clock);
        _items = new ItemEvents(_output, copies, response, transcripts);
        _input = new InputEvents(_output, _items, transcripts, clock);
        _responses = new ResponseEvents(_output, response, names, _items, _session, transcripts);
        _streams = new StreamEvents(_output, response, names, copies);
        _client = new ClientEvents(_output, clock, _items, _session, _errors);
    }

    /// <inheritdoc/>
    public EventTypeSet WireTypes => FromXai;

    /// <inheritdoc/>
    public EventTypeSet CanonicalTypes => ClientEvents.Types;

    /// <inheritdoc/>
    public void FromCanonical(in EventMessage message, IEventSink sink)
    {
        var former = _output.Use(sink);
        _client.Handle(message, sink);
        _output.Use(former);
    }

    /// <inheritdoc/>
    public void ToCanonical(in EventMessage message, IEventSink sink)
    {
        // A sign of life for the connection, which the gateway watches by other means.
        if (message.Type == RealtimeEventType.Ping)
        {
            return;
        }

        if (!FromXai.Contains(message.Type) || EventDraft.Read(message) is not { } draft)
        {
            sink.Forward(message);
            return;
        }

        var former = _output.Use(sink);
        Handle(draft);
        _output.Use(former);
    }

    private void Handle(EventDraft draft)
    {
        switch (draft.Type)
        {
            case RealtimeEventType.Error:
                var error = _errors.Normalize(draft);
                _session.Failed(error);
                _items.Failed(error.Id("event_id"));
                _output.ToClient(draft);
                break;

            case RealtimeEventType.SessionCreated or RealtimeEventType.SessionUpdated:
                _session.Told(draft);
                break;

            case RealtimeEventType.ConversationCreated:
                _session.ConversationCreated(draft);
                break;

            case RealtimeEventType.ConversationItemAdded or RealtimeEventType.ConversationItemCreated:
                _items.Added(draft);
                break;

            case RealtimeEventType.ConversationItemDone:
                _items.DoneByProvider(draft);
                break;

            case RealtimeEventType.ConversationItemTruncated:
                _items.Truncated(draft);
                break;

            case RealtimeEventType.ConversationItemDeleted:
                _items.Deleted(draft);
                break;

            case RealtimeEventType.ResponseCreated:
                _responses.Created(draft);
                break;

            case RealtimeEventType.ResponseDone:
                _responses.Done(draft);
                break;

            case RealtimeEventType.ResponseOutputItemAdded:
                _responses.ItemAdded(draft);
                break;

            case RealtimeEventType.ResponseOutputItemDone:
                _responses.ItemDone(draft);
                break;

            case RealtimeEventType.ResponseContentPartAdded:
                _responses.PartAdded(draft);
                break;

            case RealtimeEventType.ResponseContentPartDone:
                _responses.PartDone(draft);
                break;

            case RealtimeEventType.ResponseFunctionCallArgumentsDelta or RealtimeEventType.ResponseFunctionCallArgumentsDone:
                _streams.Arguments(draft);
                break;

            case RealtimeEventType.ResponseMcpCallArgumentsDelta or RealtimeEventType.ResponseMcpCallArgumentsDone
                or RealtimeEventType.ResponseMcpCallInProgress or RealtimeEventType.ResponseMcpCallCompleted
                or RealtimeEventType.ResponseMcpCallFailed:
                _streams.McpCall(draft);
                break;

            case RealtimeEventType.InputAudioBufferSpeechStarted or RealtimeEventType.InputAudioBufferSpeechStopped
                or RealtimeEventType.InputAudioBufferCommitted or RealtimeEventType.InputAudioBufferCleared
                or RealtimeEventType.InputAudioBufferTimeoutTriggered
                or RealtimeEventType.ConversationItemInputAudioTranscriptionUpdated
                or RealtimeEventType.ConversationItemInputAudioTranscriptionCompleted:
                _input.Handle(draft);
                break;

            default:
                _streams.Content(draft);
                break;
        }
    }
}
