using System.Text.Json.Nodes;
using Realtime.Configuration;
using Realtime.Guardrails;
using Realtime.Guardrails.Running;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages.Guarding;

/// <summary>
/// Spoken turns: their transcripts are judged, and only then is an answer asked for. A blocked turn leaves the provider's history, a masked one is
/// replaced there by its masked text.
/// </summary>
internal sealed class SpokenTurns(GuardDesk desk, ResponseDesk responses, OutputGate output, string transcriptionModel)
{
    // A provider that transcribes at all has done so long before; the model would otherwise never answer.
    private static readonly TimeSpan TranscriptTimeout = TimeSpan.FromSeconds(15);

    private readonly TurnSettings _settings = new(transcriptionModel, desk.QuietsProvider);

    private readonly List<SpokenTurn> _turns = [];
    private readonly Queue<string?> _updates = new();
    private readonly Queue<string?> _commits = new();
    private readonly HashSet<string> _unspoken = new(StringComparer.Ordinal);
    private bool _isSpeaking;

    /// <summary>Gets a value indicating whether verdicts come before answers; else they are found meanwhile (<c>during_call</c>).</summary>
    public bool Gates { get; } = desk.Guardrails.Has(GuardrailMode.RealtimeInputTranscription);

    /// <summary>Gets a value indicating whether any turn waits for its verdict.</summary>
    public bool IsPending => _turns.Count > 0 || _commits.Count > 0;

    /// <summary>Gets or sets what runs after each verdict.</summary>
    public required Action<GuardrailDecision?> Judged { get; set; }

    private GuardrailMode Mode => Gates ? GuardrailMode.RealtimeInputTranscription : GuardrailMode.DuringCall;

    /// <summary>Decides about speech of which there is no transcript.</summary>
    /// <param name="reason">Why there is none.</param>
    /// <returns>The decision.</returns>
    public GuardrailDecision DecideWithoutText(string reason) => GuardrailRunner.DecideWithoutText(desk.Guardrails.In(Mode), reason);

    /// <summary>Goes on with the settings of a session that comes from elsewhere.</summary>
    /// <param name="state">The state that was kept.</param>
    public void Restore(GuardState state) => _settings.Restore(state);

    /// <summary>Makes settings that may be the client's own ones under which turns are guarded.</summary>
    /// <param name="session">The session object.</param>
    public void Guard(JsonObject session) => _settings.Guard(session);

    /// <summary>Adds the client's settings to what is kept.</summary>
    /// <param name="state">What else is kept.</param>
    /// <returns>The state with them.</returns>
    public GuardState Keep(GuardState state) => _settings.Keep(state);

    /// <summary>Takes a client's change of settings on its way up.</summary>
    /// <param name="update">The event; it may be changed.</param>
    /// <returns>Whether it was.</returns>
    public bool Rewrite(JsonObject update)
    {
        _updates.Enqueue(update.Text("event_id") ?? "");
        return _settings.Rewrite(update);
    }

    /// <summary>Takes a commit of the client on its way up.</summary>
    /// <param name="message">The event.</param>
    public void Commit(in EventMessage message)
    {
        _commits.Enqueue(GuardJson.Parse(message).Text("event_id"));
        var count = _commits.Count;
        desk.After(TranscriptTimeout, () =>
        {
            // An answer that never came must not hold the client's requests for ever.
            if (_commits.Count >= count)
            {
                _commits.Clear();
                Judged(null);
            }
        });
    }

    /// <summary>Takes the settings that the provider tells.</summary>
    /// <param name="message">A <c>session.created</c> or <c>session.updated</c>.</param>
    /// <returns>What became of it.</returns>
    public StageResult Session(in EventMessage message)
    {
        if (GuardJson.Parse(message) is not { } json)
        {
            return StageResult.Pass;
        }

        var session = json.Object("session");
        if (message.Type == RealtimeEventType.SessionCreated)
        {
            var change = _settings.Begin(session);
            _settings.Show(session);
            desk.Context.ToClient(GuardJson.Event(message.Type, json));
            if (change is not null)
            {
                // Some providers' translators answer before this returns.
                _updates.Enqueue(null);
                desk.SendUp(RealtimeEventType.SessionUpdate, new JsonObject { ["session"] = change });
                desk.Flush();
            }

            return StageResult.Taken;
        }

        if (_updates.TryDequeue(out var update) && update is null)
        {
            // The client did not ask for this one.
            return StageResult.Taken;
        }

        _settings.Show(session);
        desk.Context.ToClient(GuardJson.Event(message.Type, json));
        return StageResult.Taken;
    }

    /// <summary>Takes an error of the provider, which may answer one of the events that are waited for.</summary>
    /// <param name="eventId">The event that it answers; null: it does not say.</param>
    /// <param name="code">Its code.</param>
    public void Failed(string? eventId, string? code)
    {
        if (eventId is not null && _updates.TryPeek(out var update) && (update == eventId || (update is null && desk.IsOwn(eventId))))
        {
            _updates.Dequeue();
        }

        if (_commits.Count > 0 && (code == "input_audio_buffer_commit_empty" || (eventId is not null && _commits.Contains(eventId))))
        {
            _commits.Dequeue();
            Judged(null);
        }
    }

    /// <summary>Takes an event about the user's speech.</summary>
    /// <param name="message">The event.</param>
    /// <returns>What became of it.</returns>
    public StageResult Take(in EventMessage message)
    {
        switch (message.Type)
        {
            case RealtimeEventType.InputAudioBufferSpeechStarted:
                _isSpeaking = true;
                return StageResult.Pass;
            case RealtimeEventType.InputAudioBufferSpeechStopped:
                _isSpeaking = false;
                return StageResult.Pass;
        }

        if (GuardJson.Parse(message) is not { } json || json.Text("item_id") is not { } itemId)
        {
            return StageResult.Pass;
        }

        switch (message.Type)
        {
            case RealtimeEventType.InputAudioBufferTimeoutTriggered:
                // Nobody spoke: the provider commits silence and goes on by itself.
                _unspoken.Add(itemId);
                return StageResult.Pass;
            case RealtimeEventType.InputAudioBufferCommitted:
                _isSpeaking = false;
                Committed(itemId, json.Text("previous_item_id"));
                return StageResult.Pass;
            case RealtimeEventType.ConversationItemInputAudioTranscriptionCompleted:
                // xAI says so more than once, the early ones "in progress".
                if (json.Text("status") != "in_progress")
                {
                    Transcribed(itemId, json.Text("transcript") ?? "");
                }

                break;
            case RealtimeEventType.ConversationItemInputAudioTranscriptionFailed:
                if (Find(itemId) is { } failed)
                {
                    Decide(failed, DecideWithoutText("What was said could not be transcribed."));
                }

                break;
        }

        return _settings.Transcribes ? StageResult.Pass : StageResult.Taken;
    }

    private SpokenTurn? Find(string itemId) => _turns.Find(turn => turn.ItemId == itemId && !turn.IsTranscribed);

    private void Committed(string itemId, string? previousId)
    {
        var isAutomatic = !_commits.TryDequeue(out _);
        if (_unspoken.Remove(itemId))
        {
            return;
        }

        output.KeepUnasked();
        var turn = new SpokenTurn(itemId, previousId, isAutomatic);
        _turns.Add(turn);
        desk.After(TranscriptTimeout, () =>
        {
            if (!turn.IsTranscribed && _turns.Contains(turn))
            {
                Decide(turn, DecideWithoutText("What was said was not transcribed."));
            }
        });
    }

    private void Transcribed(string itemId, string transcript)
    {
        if (Find(itemId) is not { } turn)
        {
            return;
        }

        turn.IsTranscribed = true;
        if (string.IsNullOrWhiteSpace(transcript))
        {
            Decide(turn, new GuardrailDecision(GuardrailAction.Allow, transcript));
            return;
        }

        desk.Decide(Mode, GuardrailInput.SpokenText, transcript, decision => Decide(turn, decision));
    }

    private void Decide(SpokenTurn turn, GuardrailDecision decision)
    {
        turn.IsTranscribed = true;
        turn.Decision = decision;

        // In the order in which they were said, so that answers and replacements stand where they belong.
        while (!desk.IsEnding && _turns is [{ Decision: { } first } head, ..])
        {
            _turns.RemoveAt(0);
            Resolve(head, first);
        }

        output.OpenIfFree();
    }

    private void Resolve(SpokenTurn turn, GuardrailDecision decision)
    {
        var expectsAnswer = turn.IsAutomatic && _settings.CreatesResponses;
        if (decision.Action == GuardrailAction.Allow)
        {
            Judged(null);
            if (desk.HoldsRequests && expectsAnswer)
            {
                Ask();
            }

            return;
        }

        // An answer that is there, or comes unasked, is to what may not be answered.
        var answered = output.CancelGated();
        var comes = !answered && expectsAnswer && !desk.HoldsRequests;

        // A turn that the client ended itself, and whose answer it has asked for already.
        var wasAsked = !answered && !turn.IsAutomatic && !desk.HoldsRequests && responses.IsAsked;
        desk.SendUp(RealtimeEventType.ConversationItemDelete, new JsonObject { ["item_id"] = turn.ItemId });
        if (decision.IsBlocked)
        {
            desk.Violate(decision, null);
            if (desk.IsEnding)
            {
                return;
            }

            if ((expectsAnswer || answered || wasAsked) && decision.Guardrail?.Entry.RealtimeViolationMessage is { } message)
            {
                AfterDropped(comes, wasAsked, () => responses.Say(message, null));
            }
            else if (comes || wasAsked)
            {
                AfterDropped(comes, wasAsked, () => { });
            }

            Judged(expectsAnswer || answered || wasAsked ? null : decision);
            return;
        }

        Replace(turn, decision.Text);
        Judged(null);
        if (expectsAnswer || answered || wasAsked)
        {
            AfterDropped(comes, wasAsked, Ask);
        }
    }

    // An answer that was asked for, or that the provider gives unasked, has begun or will: what is to be said instead comes after that.
    private void AfterDropped(bool comes, bool wasAsked, Action then)
    {
        if (wasAsked)
        {
            output.DropAsked(isOutside: false, then);
        }
        else if (comes)
        {
            output.DropUnasked(then);
        }
        else
        {
            then();
        }
    }

    private void Replace(SpokenTurn turn, string text) => desk.SendUp(RealtimeEventType.ConversationItemCreate, new JsonObject
    {
        ["previous_item_id"] = turn.PreviousId ?? "root",
        ["item"] = new JsonObject
        {
            ["type"] = "message",
            ["role"] = "user",
            ["content"] = new JsonArray(new JsonObject { ["type"] = "input_text", ["text"] = text }),
        },
    });

    // While the user speaks on, or has, an answer would only be interrupted: the turn to come gets it.
    private void Ask()
    {
        if (!_isSpeaking && !_turns.Any(turn => turn.IsAutomatic))
        {
            responses.Ask();
        }
    }
}
