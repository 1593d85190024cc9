using System.Text.Json.Nodes;
using Realtime.Simulator.Audio;
using Realtime.Simulator.Conversation;
using Realtime.Simulator.Json;
using Realtime.Simulator.Responses;
using Realtime.Simulator.Vad;

namespace Realtime.Simulator.Sessions;

/// <summary>The client's audio: the buffer, the turns that are found in it, and the items that they become.</summary>
internal sealed class AudioInput(SessionContext session, ResponseDesk responses, Transcriber transcriber)
{
    private const int MaxAppendBytes = 15 * 1024 * 1024;
    private const int LeastCommitMs = 100;

    // Audio in which nobody speaks is kept this long, for a commit by hand while detection is on.
    private const int QuietKeptMs = 30000;

    // Nobody speaks longer; a client that streams without end and never commits must not fill the memory.
    private const int LongestTurnMs = 30 * 60 * 1000;

    private readonly InputAudioBuffer _buffer = new();
    private readonly SpeechDetector _detector = new();
    private readonly List<short> _unheard = [];
    private string? _itemId;

    public void Append(JsonObject clientEvent)
    {
        var text = clientEvent.Text("audio")!;
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(text, bytes, out var count))
        {
            session.Fail(new("invalid_value", "Invalid 'audio'. Expected base64-encoded audio bytes in the session's input format but got an invalid value.", "audio"), clientEvent.Text("event_id"));
        }
        else if (count > MaxAppendBytes)
        {
            session.Fail(new("invalid_value", "Invalid 'audio': at most 15 MiB of audio may be appended at once.", "audio"), clientEvent.Text("event_id"));
        }
        else
        {
            Append(bytes.AsSpan(0, count));
        }
    }

    public void Append(ReadOnlySpan<byte> audio)
    {
        session.Connection.AddAudio(audio.Length);
        var format = session.Settings.InputFormat;
        var startOfUnheard = _buffer.EndMs - (_unheard.Count * 1000.0 / format.Rate);
        _unheard.AddRange(_buffer.Append(audio, format));
        responses.AudioNowMs = _buffer.EndMs;
        var frameLength = format.Rate * SpeechDetector.FrameMs / 1000;
        var heard = 0;
        for (; _unheard.Count - heard >= frameLength; heard += frameLength)
        {
            var endMs = startOfUnheard + ((heard + frameLength) * 1000.0 / format.Rate);
            Hear([.. _unheard[heard..(heard + frameLength)]], endMs);
        }

        _unheard.RemoveRange(0, heard);
        if (_buffer.DurationMs > LongestTurnMs + QuietKeptMs)
        {
            _buffer.DropBefore(_buffer.EndMs - LongestTurnMs);
        }
    }

    public void Commit(string? clientEventId)
    {
        if (_buffer.DurationMs < LeastCommitMs)
        {
            session.Fail(
                new("input_audio_buffer_commit_empty", FormattableString.Invariant($"Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but buffer only has {_buffer.DurationMs:0.00}ms of audio."), null),
                clientEventId);
            return;
        }

        Commit(_buffer.StartMs, _buffer.EndMs, null);
    }

    public void Clear()
    {
        _buffer.Clear();
        Forget();
        session.Output.Send(new() { ["type"] = "input_audio_buffer.cleared" });
    }

    /// <summary>Turn detection was changed: what was half heard counts no more.</summary>
    public void Forget()
    {
        _detector.Reset();
        _itemId = null;
    }

    private void Hear(ReadOnlySpan<short> frame, double endMs)
    {
        if (session.Settings.TurnDetection is not { } turns)
        {
            return;
        }

        switch (_detector.Hear(frame, endMs, turns.Vad))
        {
            case VadSignal.Started:
                StartSpeech(turns);
                break;
            case VadSignal.Stopped:
                StopSpeech(turns, endMs);
                break;
            default:
                if (!_detector.IsSpeaking)
                {
                    Wait(turns, endMs);
                }

                break;
        }
    }

    private void StartSpeech(TurnDetection turns)
    {
        _itemId = IdSource.Make("item");
        responses.QuietSinceMs = null;
        session.Output.Send(new()
        {
            ["type"] = "input_audio_buffer.speech_started",
            ["audio_start_ms"] = (int)SpeechStart(turns),
            ["item_id"] = _itemId,
        });
        if (turns.InterruptResponse)
        {
            responses.Interrupt();
        }
    }

    private void StopSpeech(TurnDetection turns, double endMs)
    {
        session.Output.Send(new() { ["type"] = "input_audio_buffer.speech_stopped", ["audio_end_ms"] = (int)endMs, ["item_id"] = _itemId });
        Commit(SpeechStart(turns), endMs, turns);
    }

    // With an idle time-out the model speaks again when nobody answers it.
    private void Wait(TurnDetection turns, double endMs)
    {
        if (turns.IdleTimeoutMs is { } limit && responses.QuietSinceMs is { } since && endMs - since >= limit && !responses.IsBusy)
        {
            responses.QuietSinceMs = null;
            _itemId = IdSource.Make("item");
            session.Output.Send(new()
            {
                ["type"] = "input_audio_buffer.timeout_triggered",
                ["audio_start_ms"] = (int)since,
                ["audio_end_ms"] = (int)endMs,
                ["item_id"] = _itemId,
            });
            Commit(since, endMs, turns with { CreateResponse = true });
        }
        else if (_buffer.DurationMs > 2 * QuietKeptMs)
        {
            _buffer.DropBefore(endMs - QuietKeptMs);
        }
    }

    private double SpeechStart(TurnDetection turns) => Math.Max(_detector.SpeechStartMs - turns.Vad.PrefixPaddingMs, _buffer.StartMs);

    private void Commit(double fromMs, double toMs, TurnDetection? turns)
    {
        var speechFrom = turns is null ? fromMs : Math.Max(_detector.SpeechStartMs, fromMs);
        var speechTo = turns is null ? toMs : Math.Min(_detector.LastLoudMs, toMs);
        var item = new ConversationItem(_itemId ?? IdSource.Make("item"), "message") { Role = "user", SpokenMs = Math.Max(speechTo - speechFrom, 0) };
        var clip = _buffer.Take(fromMs, toMs);
        item.Content.Add(new(ContentKind.InputAudio) { Audio = clip });
        item.Speech = clip.Slice(speechFrom - fromMs, speechTo - fromMs);
        item.Heard = SpokenText.Read(item.Speech);
        _detector.Reset();
        _itemId = null;

        session.Output.Send(new() { ["type"] = "input_audio_buffer.committed", ["previous_item_id"] = session.History.LastId, ["item_id"] = item.Id });
        session.History.Append(item);
        session.AnnounceItem(item);
        if (turns is { CreateResponse: true } && session.Kind == SessionKind.Realtime)
        {
            responses.Create(ResponseRequest.Automatic(session.Settings), null);
        }

        transcriber.Transcribe(item);
    }
}
