using System.Text.Json.Nodes;
using Realtime.Configuration;
using Realtime.Guardrails.Selection;
using Realtime.Protocol.Conversations;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages.Guarding;

/// <summary>
/// The session's guardrails: what the client writes and says is judged before the model answers it, what the model writes and says before the client
/// gets it. It wants the types that its modes need and no others, so that audio which nothing judges is not touched.
/// </summary>
internal sealed class GuardrailStage : ISessionStage
{
    private static readonly EventTypeSet _texts = EventTypeSet.Of(
        RealtimeEventType.SessionUpdate, RealtimeEventType.ConversationItemCreate, RealtimeEventType.ResponseCreate,
        RealtimeEventType.ConversationItemDelete, RealtimeEventType.ConversationItemRetrieve, RealtimeEventType.ConversationItemTruncate,
        RealtimeEventType.ResponseCancel);

    private static readonly EventTypeSet _responses = EventTypeSet.Of(
        RealtimeEventType.Error, RealtimeEventType.ResponseCreated, RealtimeEventType.ResponseDone);

    private static readonly EventTypeSet _settings = EventTypeSet.Of(RealtimeEventType.SessionCreated, RealtimeEventType.SessionUpdated);

    private static readonly EventTypeSet _speech = EventTypeSet.Of(
        RealtimeEventType.InputAudioBufferSpeechStarted, RealtimeEventType.InputAudioBufferSpeechStopped,
        RealtimeEventType.InputAudioBufferCommitted, RealtimeEventType.InputAudioBufferTimeoutTriggered,
        RealtimeEventType.ConversationItemInputAudioTranscriptionDelta, RealtimeEventType.ConversationItemInputAudioTranscriptionUpdated,
        RealtimeEventType.ConversationItemInputAudioTranscriptionCompleted, RealtimeEventType.ConversationItemInputAudioTranscriptionSegment,
        RealtimeEventType.ConversationItemInputAudioTranscriptionFailed);

    private static readonly EventTypeSet _output = EventTypeSet.Of(
        RealtimeEventType.ResponseOutputItemAdded, RealtimeEventType.ResponseOutputItemDone, RealtimeEventType.ResponseContentPartAdded,
        RealtimeEventType.ResponseContentPartDone, RealtimeEventType.ResponseOutputTextDelta, RealtimeEventType.ResponseOutputTextDone,
        RealtimeEventType.ResponseOutputAudioDelta, RealtimeEventType.ResponseOutputAudioDone,
        RealtimeEventType.ResponseOutputAudioTranscriptDelta, RealtimeEventType.ResponseOutputAudioTranscriptDone,
        RealtimeEventType.ResponseFunctionCallArgumentsDelta, RealtimeEventType.ResponseFunctionCallArgumentsDone,
        RealtimeEventType.ConversationItemAdded, RealtimeEventType.ConversationItemDone);

    private readonly GuardDesk _desk;
    private readonly ResponseDesk _asked;
    private readonly OutputGate _gate;
    private readonly SpokenTurns? _turns;
    private readonly ClientGate _client;
    private readonly bool _holdsOutput;

    /// <summary>Initializes a new instance of the <see cref="GuardrailStage"/> class.</summary>
    /// <param name="guard">The session's guardrails, of which some run in a mode for sessions.</param>
    /// <param name="setup">What the session is.</param>
    public GuardrailStage(GuardrailSetup guard, SessionSetup setup)
    {
        var guardrails = guard.Guardrails;
        _desk = new GuardDesk(guard, setup);
        _asked = new ResponseDesk(_desk);
        _gate = new OutputGate(_desk, _asked);
        var parallel = guardrails.Has(GuardrailMode.DuringCall) ? new ParallelChecks(_desk, _asked, _gate) : null;
        var spoken = guardrails.Has(GuardrailMode.RealtimeInputTranscription) || parallel is not null;
        if (spoken)
        {
            var model = guardrails.In(GuardrailMode.RealtimeInputTranscription).Concat(guardrails.In(GuardrailMode.DuringCall))
                .Select(guardrail => guardrail.Entry.TranscriptionModel).FirstOrDefault(model => model is not null);
            _turns = new SpokenTurns(_desk, _asked, _gate, model ?? "whisper-1") { Judged = _ => { } };
            if (guard.Kept is { } kept)
            {
                _turns.Restore(kept);
            }
        }

        _client = new ClientGate(_desk, _turns, _asked, _gate, parallel);
        _gate.Freed = _client.Release;
        if (parallel is not null)
        {
            parallel.BlockedUnanswered = _client.NoteBlocked;
        }

        if (_turns is not null)
        {
            _turns.Judged = decision =>
            {
                _client.NoteBlocked(decision);
                _client.Release();
            };
        }

        _gate.AwaitsSpeech = () => _turns?.IsPending == true;
        _gate.AwaitsText = () => parallel?.IsPending == true;
        _holdsOutput = guardrails.Has(GuardrailMode.PostCall) || parallel is not null || (spoken && (guard.AnswersUnasked || guard.MayAnswerUnasked));
        var writes = guardrails.Has(GuardrailMode.PreCall) || parallel is not null;
        ClientTypes = Union(
            (writes || spoken, _texts), (spoken, EventTypeSet.Of(RealtimeEventType.InputAudioBufferCommit)));
        ServerTypes = Union((true, _responses), (spoken || _holdsOutput, _settings), (spoken, _speech), (_holdsOutput, _output));
    }

    /// <summary>Says whether any guardrail has to see a session's events.</summary>
    /// <param name="guardrails">The session's guardrails.</param>
    /// <returns>Whether.</returns>
    public static bool IsNeeded(GuardrailSet guardrails) => guardrails.Has(GuardrailMode.PreCall) || guardrails.Has(GuardrailMode.DuringCall)
        || guardrails.Has(GuardrailMode.PostCall) || guardrails.Has(GuardrailMode.RealtimeInputTranscription);

    /// <summary>Gets how many violations were told of here.</summary>
    public int Violations => _desk.Told;

    /// <inheritdoc/>
    public EventTypeSet ClientTypes { get; }

    /// <inheritdoc/>
    public EventTypeSet ServerTypes { get; }

    /// <summary>Lets it know the provider, which need not be the same for the whole session.</summary>
    /// <param name="provider">Tells the present one; null while there is none.</param>
    public void Follow(Func<string?> provider) => _desk.Provider = provider;

    /// <summary>Takes what a session that goes on elsewhere needs to know; not while an event is under way.</summary>
    /// <returns>The state.</returns>
    public GuardState Keep() => _turns?.Keep(_desk.Keep()) ?? _desk.Keep();

    /// <summary>
    /// Takes the conversation that a session goes on with. Settings that came in after the last snapshot are known as the client was shown them:
    /// the provider must get those that guard it.
    /// </summary>
    /// <param name="snapshot">The conversation.</param>
    /// <returns>It with guarded settings.</returns>
    public ConversationSnapshot Guard(ConversationSnapshot snapshot)
    {
        if (_turns is null || snapshot.SessionJson is not { } text || JsonNode.Parse(text) is not JsonObject session)
        {
            return snapshot;
        }

        _turns.Guard(session);
        return snapshot with { SessionJson = GuardJson.Write(session) };
    }

    /// <inheritdoc/>
    public StageResult OnClient(in EventMessage message, IStageContext context)
    {
        _desk.Enter(context);
        if (_desk.IsEnding)
        {
            return StageResult.Taken;
        }

        if (message.Type == RealtimeEventType.InputAudioBufferCommit)
        {
            // It cannot wait: the audio that comes behind it would become part of the turn.
            _turns!.Commit(message);
            return StageResult.Pass;
        }

        return _client.Take(message);
    }

    /// <inheritdoc/>
    public StageResult OnServer(in EventMessage message, IStageContext context)
    {
        _desk.Enter(context);
        switch (message.Type)
        {
            case RealtimeEventType.Error:
                return Error(message);
            case RealtimeEventType.SessionCreated or RealtimeEventType.SessionUpdated:
                if (_holdsOutput && GuardJson.Parse(message).Object("session").Object("audio").Object("output").Object("format").Text("type") is { } format)
                {
                    _gate.AudioCharactersPerMs = format is "audio/pcmu" or "audio/pcma" ? 8 / 3d * 4 : 64;
                }

                return _turns?.Session(message) ?? StageResult.Pass;
            case RealtimeEventType.ResponseCreated:
                return Began(message);
            case RealtimeEventType.ResponseDone:
                var result = _gate.Take(message);
                if (OutputFields.Read(message.Payload.Span, readsText: false).ResponseId is { } done)
                {
                    _asked.Ended(done);
                    _client.Release();
                }

                return result;
            default:
                return _speech.Contains(message.Type) ? _turns?.Take(message) ?? StageResult.Pass : _gate.Take(message);
        }
    }

    private static EventTypeSet Union(params ReadOnlySpan<(bool Wanted, EventTypeSet Types)> sets)
    {
        var all = EventTypeSet.None;
        foreach (var (wanted, types) in sets)
        {
            all = wanted ? all.Union(types) : all;
        }

        return all;
    }

    private StageResult Began(in EventMessage message)
    {
        if (GuardJson.Parse(message).Object("response") is not { } response || response.Text("id") is not { } id)
        {
            return StageResult.Pass;
        }

        // One outside the conversation answers nothing that was said, and keeps nothing else from being answered.
        var isOutside = response.ContainsKey("conversation_id") && response["conversation_id"] is null;
        var wasAsked = _asked.IsAsked;
        if (!isOutside)
        {
            _asked.Began(id);
        }

        return _gate.Begin(message, id, wasAsked, isOutside);
    }

    private StageResult Error(in EventMessage message)
    {
        var json = GuardJson.Parse(message);
        var error = json.Object("error");
        var (eventId, code) = (error.Text("event_id"), error.Text("code"));
        _turns?.Failed(eventId, code);
        var isOfClient = eventId is not null && _asked.Refused(eventId);
        if (isOfClient)
        {
            _gate.AskedFailed();
        }

        if (!_desk.IsOwn(eventId))
        {
            return StageResult.Pass;
        }

        if (isOfClient || _asked.Failed(eventId!, code))
        {
            // The client did not give the id.
            error!["event_id"] = null;
            _desk.Context.ToClient(GuardJson.Event(message.Type, json!));
        }

        return StageResult.Taken;
    }
}
