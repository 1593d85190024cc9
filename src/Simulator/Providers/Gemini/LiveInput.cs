using System.Globalization;
using System.Text.Json.Nodes;
using Realtime.Simulator.Audio;
using Realtime.Simulator.Conversation;
using Realtime.Simulator.Json;
using Realtime.Simulator.Responses;
using Realtime.Simulator.Sessions;
using Realtime.Simulator.Vad;

namespace Realtime.Simulator.Providers.Gemini;

/// <summary>What the client says and shows as it happens, and the turns that are found in it.</summary>
internal sealed class LiveInput(LiveState state, LiveAnswers answers)
{
    private const int Rate = 16_000;
    private const int QuietKeptMs = 5_000;

    private readonly InputAudioBuffer _buffer = new();
    private readonly SpeechDetector _detector = new();
    private readonly List<short> _unheard = [];
    private bool _isActive;
    private double _activeFromMs;

    /// <summary>Reads audio; null when it is none that the service takes.</summary>
    public static AudioClip? Decode(JsonObject data)
    {
        var type = (data.Text("mimeType") ?? "").Split(';', StringSplitOptions.TrimEntries);
        var rate = type.Skip(1).FirstOrDefault(parameter => parameter.StartsWith("rate=", StringComparison.Ordinal))?["rate=".Length..];
        var hertz = Rate;
        if (type[0] != "audio/pcm" || (rate is not null && (!int.TryParse(rate, NumberStyles.None, CultureInfo.InvariantCulture, out hertz) || hertz is < 8_000 or > 48_000)))
        {
            return null;
        }

        var text = data.Text("data") ?? "";
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(text, bytes, out var count) && count % 2 == 0
            ? AudioClip.Decode(bytes.AsSpan(0, count), new(AudioEncoding.Pcm16, hertz))
            : null;
    }

    public LiveClose? Take(JsonObject input)
    {
        if (LiveFields.Unknown(input, LiveFields.RealtimeInput) is { } unknown)
        {
            return unknown;
        }

        if (input.Count != 1)
        {
            return LiveClose.InvalidArgument;
        }

        var (name, value) = input.First();
        return name switch
        {
            "audio" => value is JsonObject data && Decode(data) is { } clip ? Hear(clip) : LiveClose.InvalidArgument,
            "video" => value is JsonObject image && image.Text("mimeType") is "image/jpeg" or "image/png" ? See((JsonObject)value) : LiveClose.InvalidArgument,
            "text" => value is JsonValue && input.Text("text") is { Length: > 0 } text ? Read(text) : LiveClose.InvalidArgument,
            "activityStart" => value is JsonObject && !state.Setup!.FindsTurns && !_isActive ? StartActivity() : LiveClose.InvalidArgument,
            "activityEnd" => value is JsonObject && !state.Setup!.FindsTurns && _isActive ? EndActivity() : LiveClose.InvalidArgument,
            "audioStreamEnd" => input.Flag("audioStreamEnd") == true && state.Setup!.FindsTurns ? EndStream() : LiveClose.InvalidArgument,
            _ => LiveClose.InvalidArgument,
        };
    }

    private LiveClose? Hear(AudioClip clip)
    {
        // Sound outside the client's own signs of activity belongs to nobody's turn.
        if (!state.Setup!.FindsTurns && !_isActive)
        {
            return LiveClose.InvalidArgument;
        }

        var audio = clip.AtRate(Rate).Encode(new(AudioEncoding.Pcm16, Rate));
        state.Connection.AddAudio(audio.Length);
        var start = _buffer.EndMs - (_unheard.Count * 1000.0 / Rate);
        _unheard.AddRange(_buffer.Append(audio, new(AudioEncoding.Pcm16, Rate)));
        if (!state.Setup.FindsTurns)
        {
            _unheard.Clear();
            return null;
        }

        var length = Rate * SpeechDetector.FrameMs / 1000;
        var heard = 0;
        for (; _unheard.Count - heard >= length; heard += length)
        {
            Judge([.. _unheard[heard..(heard + length)]], start + ((heard + length) * 1000.0 / Rate));
        }

        _unheard.RemoveRange(0, heard);
        return null;
    }

    private void Judge(short[] frame, double endMs)
    {
        switch (_detector.Hear(frame, endMs, state.Setup!.Vad))
        {
            case VadSignal.Started:
                UserBegins();
                break;
            case VadSignal.Stopped:
                EndTurn(Math.Max(_detector.SpeechStartMs - state.Setup.Vad.PrefixPaddingMs, _buffer.StartMs), endMs, _detector.SpeechStartMs, _detector.LastLoudMs);
                break;
            default:
                if (!_detector.IsSpeaking && _buffer.DurationMs > 2 * QuietKeptMs)
                {
                    _buffer.DropBefore(endMs - QuietKeptMs);
                }

                break;
        }
    }

    private void UserBegins()
    {
        if (state.Setup!.Interrupts)
        {
            answers.Interrupt();
        }
    }

    private LiveClose? StartActivity()
    {
        _isActive = true;
        _buffer.Clear();
        _activeFromMs = _buffer.EndMs;
        UserBegins();
        return null;
    }

    private LiveClose? EndActivity()
    {
        _isActive = false;
        EndTurn(_activeFromMs, _buffer.EndMs, _activeFromMs, _buffer.EndMs);
        return null;
    }

    // The microphone was switched off: what was being said is a turn.
    private LiveClose? EndStream()
    {
        if (_detector.IsSpeaking)
        {
            EndTurn(Math.Max(_detector.SpeechStartMs, _buffer.StartMs), _buffer.EndMs, _detector.SpeechStartMs, _detector.LastLoudMs);
        }

        return null;
    }

    private void EndTurn(double fromMs, double toMs, double speechFrom, double speechTo)
    {
        var item = new ConversationItem(IdSource.Make("item"), "message") { Role = "user", SpokenMs = Math.Max(speechTo - speechFrom, 0) };
        var clip = _buffer.Take(fromMs, toMs);
        item.Content.Add(new(ContentKind.InputAudio) { Audio = clip });
        item.Speech = clip.Slice(speechFrom - fromMs, speechTo - fromMs);
        item.Heard = SpokenText.Read(item.Speech);
        _detector.Reset();
        state.History.Append(item);
        if (state.Setup!.TranscribesInput)
        {
            Transcribe(item.Heard ?? Transcriber.Describe(item));
        }

        answers.Begin();
    }

    private void Transcribe(string text)
    {
        foreach (var word in SpokenScore.Words(text))
        {
            state.Wire.Send(new()
            {
                ["serverContent"] = new JsonObject { ["inputTranscription"] = new JsonObject { ["text"] = word } },
            });
        }
    }

    private LiveClose? See(JsonObject image)
    {
        var item = new ConversationItem(IdSource.Make("item"), "message") { Role = "user" };
        item.Content.Add(new(ContentKind.InputImage) { ImageUrl = $"data:{image.Text("mimeType")};base64,{image.Text("data")}" });
        state.History.Append(item);
        return null;
    }

    private LiveClose? Read(string text)
    {
        var item = new ConversationItem(IdSource.Make("item"), "message") { Role = "user" };
        item.Content.Add(new(ContentKind.InputText) { Words = text });
        state.History.Append(item);
        UserBegins();
        answers.Begin();
        return null;
    }
}
