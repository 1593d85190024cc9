using System.Text.Json.Nodes;
using Realtime.Protocol.Audio;
using Realtime.Protocol.Events;
using Realtime.Providers.Gemini.Settings;
using Realtime.Providers.Json;

namespace Realtime.Providers.Gemini.Input;

/// <summary>
/// The user's turns as the client sees them. The service tells what it heard and that it was interrupted, and nothing else; times come from
/// listening along.
/// </summary>
/// <param name="state">What the translator's parts share.</param>
internal sealed class UserTurns(LiveState state)
{
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan NoWords = TimeSpan.FromSeconds(2);

    private UserTurn? _open;
    private UserTurn? _committed;
    private IDisposable? _timer;
    private double _boundaryMs;

    /// <summary>Gets what listens along.</summary>
    public SpeechDetector Speech { get; } = new(AudioFormat.Pcm16k.Rate);

    /// <summary>Gets a value indicating whether the client knows that the user is speaking.</summary>
    public bool IsOpen => _open is not null;

    /// <summary>Gets the id of the item that what the user is saying becomes; null while nothing is said.</summary>
    public string? OpenId => _open?.Id;

    /// <summary>Gets a value indicating whether audio came that belongs to no turn yet.</summary>
    public bool HasAudio => PendingMs > 0;

    /// <summary>Gets how much audio came that belongs to no turn yet, in milliseconds.</summary>
    public double PendingMs => Speech.NowMs - _boundaryMs;

    /// <summary>Notes that the user speaks; the client is told once a turn.</summary>
    public void Start()
    {
        if (_open is not null)
        {
            return;
        }

        _open = new UserTurn(state.Output.NewId("item_"));
        var padding = state.Settings.Detection?.Int("prefix_padding_ms") ?? 0;
        var start = Speech.StartMs >= _boundaryMs ? Math.Max(Speech.StartMs - padding, _boundaryMs) : _boundaryMs;
        state.Output.Event(
            RealtimeEventType.InputAudioBufferSpeechStarted, ("audio_start_ms", (int)start), ("item_id", _open.Id));
    }

    /// <summary>Takes words of the user.</summary>
    /// <param name="text">The words.</param>
    /// <param name="isFinished">Whether they are the turn's last.</param>
    public void Heard(string text, bool isFinished)
    {
        var turn = _open ?? (_committed is { IsCompleted: false } ? _committed : null);
        if (turn is null)
        {
            if (text.Length == 0)
            {
                return;
            }

            Start();
            turn = _open!;
        }

        turn.Words.Append(text);
        turn.IsFinished |= isFinished;
        if (text.Length > 0 && state.Settings.ShowsTranscription)
        {
            if (turn.IsCommitted)
            {
                Delta(turn, text);
            }
            else
            {
                turn.Held.Add(text);
            }
        }

        if (turn is { IsCommitted: true } && (turn.IsFinished || (turn.IsAnswered && turn.SoundsWhole)))
        {
            Complete();
        }
        else if (turn is { IsCommitted: true, IsAnswered: true })
        {
            CompleteAfter(LastWords);
        }
    }

    /// <summary>Ends the user's turn that was found in the audio, before the model's answer.</summary>
    /// <param name="isRequested">Whether the client asked for the answer, so that nothing needs to have been said.</param>
    public void End(bool isRequested)
    {
        // Turns that the service does not find are ended by whoever does.
        if (state.Settings.Mode != TurnMode.Automatic || (_open is null && (isRequested || !HasAudio)))
        {
            AnswerBegins();
            return;
        }

        EndSpeech(commit: false);
        Commit();
        AnswerBegins();
    }

    /// <summary>Tells the client that the user stopped, and makes an item of what was said.</summary>
    public void EndSpeech() => EndSpeech(commit: true);

    /// <summary>Makes an item of what was said.</summary>
    public void Commit()
    {
        Complete();
        var turn = _open ?? new UserTurn(state.Output.NewId("item_"));
        _open = null;
        _committed = turn;
        _boundaryMs = Speech.NowMs;
        turn.IsCommitted = true;
        var items = state.Memory.Items;

        // A client that wants no transcripts gets no events of them; the words stand in the item, so that the history keeps them.
        var words = state.Settings.ShowsTranscription ? "" : turn.Words.ToString().Trim();
        var item = new JsonObject
        {
            ["id"] = turn.Id,
            ["object"] = "realtime.item",
            ["type"] = "message",
            ["status"] = "completed",
            ["role"] = "user",
            ["content"] = new JsonArray(new JsonObject { ["type"] = "input_audio", ["transcript"] = words }),
        };
        var previous = items.LastId;
        items.Add(turn.Id, item);
        state.Output.Event(RealtimeEventType.InputAudioBufferCommitted, ("previous_item_id", previous), ("item_id", turn.Id));
        state.Output.Event(RealtimeEventType.ConversationItemAdded, ("previous_item_id", previous), ("item", item));
        state.Output.Event(RealtimeEventType.ConversationItemDone, ("previous_item_id", previous), ("item", item));
        foreach (var held in turn.Held)
        {
            Delta(turn, held);
        }

        turn.Held.Clear();
        if (turn.IsFinished)
        {
            Complete();
        }
    }

    /// <summary>Notes that the model has begun to answer: words that sound whole are told as such, others may still be followed by some.</summary>
    public void AnswerBegins()
    {
        if (_committed is not { IsCompleted: false, IsAnswered: false } turn)
        {
            return;
        }

        turn.IsAnswered = true;
        if (turn.SoundsWhole)
        {
            Complete();
        }
        else if (turn.Words.Length > 0)
        {
            CompleteAfter(LastWords);
        }
        else if (state.Settings.Mode != TurnMode.Automatic)
        {
            // The answer waits for the client, and the client may wait for the words.
            CompleteAfter(NoWords);
        }
    }

    /// <summary>Tells the client all words of the last turn, at the latest when its answer ends.</summary>
    public void Complete()
    {
        _timer?.Dispose();
        _timer = null;
        if (_committed is not { IsCompleted: false } turn)
        {
            return;
        }

        turn.IsCompleted = true;
        var words = turn.Words.ToString().Trim();
        if (state.Memory.Items.Find(turn.Id)?["content"]?[0] is JsonObject part)
        {
            part["transcript"] = words;
        }

        if (state.Settings.ShowsTranscription)
        {
            // The service bills what it hears as the response's own tokens, and nothing apart.
            state.Output.Event(
                RealtimeEventType.ConversationItemInputAudioTranscriptionCompleted,
                ("item_id", turn.Id),
                ("content_index", 0),
                ("transcript", words),
                ("usage", new JsonObject { ["type"] = "tokens", ["total_tokens"] = 0, ["input_tokens"] = 0, ["output_tokens"] = 0 }));
        }
    }

    /// <summary>Drops what was said and not committed.</summary>
    public void Clear()
    {
        _open = null;
        _boundaryMs = Speech.NowMs;
        Speech.Reset();
    }

    /// <summary>Lets the clock go on where the connection before left it.</summary>
    /// <param name="nowMs">The clock, in milliseconds.</param>
    public void StartAt(double nowMs)
    {
        Speech.StartAt(nowMs);
        _boundaryMs = nowMs;
    }

    private void CompleteAfter(TimeSpan delay)
    {
        _timer?.Dispose();
        _timer = state.Schedule(delay, Complete);
    }

    private void EndSpeech(bool commit)
    {
        Start();
        var heard = Speech.LastLoudMs > _boundaryMs ? Speech.LastLoudMs : Speech.NowMs;
        state.Output.Event(RealtimeEventType.InputAudioBufferSpeechStopped, ("audio_end_ms", (int)heard), ("item_id", _open!.Id));
        if (commit)
        {
            Commit();
        }
    }

    private void Delta(UserTurn turn, string text) => state.Output.Event(
        RealtimeEventType.ConversationItemInputAudioTranscriptionDelta,
        ("item_id", turn.Id), ("content_index", 0), ("delta", text));
}
