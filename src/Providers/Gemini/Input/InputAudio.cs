using System.Buffers;
using System.Text.Json.Nodes;
using Realtime.Protocol.Audio;
using Realtime.Protocol.Events;
using Realtime.Providers.Gemini.Settings;
using Realtime.Providers.Json;

namespace Realtime.Providers.Gemini.Input;

/// <summary>The client's audio on its way to the service.</summary>
/// <param name="state">What the translator's parts share.</param>
/// <param name="turns">The user's turns.</param>
internal sealed class InputAudio(LiveState state, UserTurns turns)
{
    // The service wants pieces of at most 100 ms.
    private const int PieceBytes = 3_200;
    private const int LeastCommitMs = 100;
    private const int LeastCommitBytes = 3_200;
    private const int MostHeldBytes = 32_000 * 600;

    private readonly ArrayBufferWriter<byte> _held = new();
    private AudioTranscoder? _transcoder;
    private bool _hasActivity;

    /// <summary>Gets or sets what is done after a turn was handed over whose answer waits for the client.</summary>
    public Action? HandedOver { get; set; }

    /// <summary>Takes the settings in force.</summary>
    public void Configure()
    {
        if (_transcoder?.Source != state.Settings.InputFormat)
        {
            _transcoder = new AudioTranscoder(state.Settings.InputFormat, AudioFormat.Pcm16k);
        }

        var detection = state.Settings.Detection;
        turns.Speech.Configure(
            detection?.Number("threshold") ?? 0.5,
            TimeSpan.FromMilliseconds(detection?.Int("silence_duration_ms") ?? Patience(detection?.Text("eagerness"))));
    }

    /// <summary>Takes an <c>input_audio_buffer.append</c>.</summary>
    /// <param name="message">The event.</param>
    public void Append(in EventMessage message)
    {
        if (!AppendedAudio.TryFind(message.Payload.Span, out var base64) || !_transcoder!.TryTranscodeBase64(base64, out var audio))
        {
            state.Output.Error(
                Refusal.Invalid("audio", "Give audio in the session's input format as base64."),
                JsonTree.Parse(message.Payload)?.Text("event_id"));
            return;
        }

        switch (state.Settings.Mode)
        {
            case TurnMode.Automatic:
                Listen(audio);
                Send(audio);
                break;
            case TurnMode.Manual:
                Listen(audio);
                Hold(audio, message);
                break;
            default:
                Detect(audio);
                break;
        }

        state.Memory.AudioMs = turns.Speech.NowMs;
    }

    /// <summary>Takes an <c>input_audio_buffer.commit</c>.</summary>
    /// <param name="clientEventId">The event's id.</param>
    public void Commit(string? clientEventId)
    {
        if (state.Settings.Mode == TurnMode.Automatic)
        {
            if (turns.PendingMs < LeastCommitMs && !turns.IsOpen)
            {
                Refuse(clientEventId);
                return;
            }

            state.Output.Send("realtimeInput", new JsonObject { ["audioStreamEnd"] = true });
            turns.Commit();
            return;
        }

        if (_held.WrittenCount < LeastCommitBytes && !_hasActivity)
        {
            Refuse(clientEventId);
            return;
        }

        turns.Speech.Reset();
        HandOver();
    }

    /// <summary>Takes an <c>input_audio_buffer.clear</c>.</summary>
    public void Clear()
    {
        _held.ResetWrittenCount();
        _transcoder?.Reset();
        turns.Clear();
        state.Output.Event(RealtimeEventType.InputAudioBufferCleared);
    }

    /// <summary>Ends what the turn detection before the present one began.</summary>
    public void Reset()
    {
        _held.ResetWrittenCount();
        _hasActivity = false;
        turns.Clear();
    }

    private static int Patience(string? eagerness) => eagerness switch
    {
        "low" => 1_500,
        "high" => 300,
        _ => 500,
    };

    private void Listen(ReadOnlySpan<byte> audio)
    {
        while (!audio.IsEmpty)
        {
            turns.Speech.Hear(ref audio);
        }
    }

    private void Hold(ReadOnlySpan<byte> audio, in EventMessage message)
    {
        if (_held.WrittenCount + audio.Length > MostHeldBytes)
        {
            state.Output.Error(
                Refusal.Invalid("audio", "The buffer holds ten minutes; commit or clear it."), JsonTree.Parse(message.Payload)?.Text("event_id"));
            return;
        }

        _held.Write(audio);
    }

    private void Detect(ReadOnlySpan<byte> audio)
    {
        while (!audio.IsEmpty)
        {
            var rest = audio;
            var change = turns.Speech.Hear(ref rest);
            var heard = audio[..(audio.Length - rest.Length)];
            audio = rest;
            if (_hasActivity)
            {
                Send(heard);
            }
            else
            {
                _held.Write(heard);
            }

            switch (change)
            {
                case SpeechChange.Started:
                    turns.Start();
                    Begin();
                    break;
                case SpeechChange.Stopped:
                    state.Output.Event(
                        RealtimeEventType.InputAudioBufferSpeechStopped,
                        ("audio_end_ms", (int)turns.Speech.NowMs), ("item_id", turns.OpenId));
                    HandOver();
                    break;
                default:
                    KeepPadding();
                    break;
            }
        }
    }

    // What was said just before the speech belongs to it.
    private void KeepPadding()
    {
        var padding = AudioFormat.Pcm16k.Bytes(
            TimeSpan.FromMilliseconds((state.Settings.Detection?.Int("prefix_padding_ms") ?? 300) + 100));
        if (!_hasActivity && _held.WrittenCount > padding + PieceBytes)
        {
            var kept = _held.WrittenSpan[^padding..].ToArray();
            _held.ResetWrittenCount();
            _held.Write(kept);
        }
    }

    private void Begin()
    {
        if (!_hasActivity)
        {
            _hasActivity = true;
            state.Output.Send("realtimeInput", new JsonObject { ["activityStart"] = new JsonObject() });
        }

        Send(_held.WrittenSpan);
        _held.ResetWrittenCount();
    }

    // The service answers at once; the answer waits for the client's response.create.
    private void HandOver()
    {
        Begin();
        _hasActivity = false;
        state.Output.Send("realtimeInput", new JsonObject { ["activityEnd"] = new JsonObject() });
        HandedOver?.Invoke();
        turns.Commit();
    }

    private void Send(ReadOnlySpan<byte> audio)
    {
        while (!audio.IsEmpty)
        {
            var piece = audio[..Math.Min(audio.Length, PieceBytes)];
            state.Output.Audio(piece);
            audio = audio[piece.Length..];
        }
    }

    private void Refuse(string? clientEventId) => state.Output.Error(
        new Refusal(
            "input_audio_buffer_commit_empty",
            "Error committing input audio buffer: buffer too small. Expected at least 100ms of audio.",
            null),
        clientEventId);
}
