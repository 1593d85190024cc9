using Realtime.Simulator.Audio;
using Realtime.Simulator.Conversation;
using Realtime.Simulator.Sessions;
using Realtime.Simulator.Vad;

namespace Realtime.Simulator.Providers.Bedrock;

/// <summary>Finds the user's turns in the audio.</summary>
internal sealed class NovaEar(int rate, int pauseMs)
{
    private const int PrefixMs = 300;

    private static readonly AudioEncoding Encoding = AudioEncoding.Pcm16;

    private readonly InputAudioBuffer _buffer = new();
    private readonly SpeechDetector _detector = new();
    private readonly VadSettings _vad = new(0.5, PrefixMs, pauseMs);
    private readonly List<short> _unheard = [];

    /// <summary>Takes audio in.</summary>
    /// <returns>Null for each beginning of speech, the item for each turn that is over.</returns>
    public IEnumerable<ConversationItem?> Hear(byte[] pcm)
    {
        var results = new List<ConversationItem?>();
        var start = _buffer.EndMs - (_unheard.Count * 1000.0 / rate);
        _unheard.AddRange(_buffer.Append(pcm, new AudioFormat(Encoding, rate)));
        var length = rate * SpeechDetector.FrameMs / 1000;
        var heard = 0;
        for (; _unheard.Count - heard >= length; heard += length)
        {
            var endMs = start + ((heard + length) * 1000.0 / rate);
            switch (_detector.Hear([.. _unheard[heard..(heard + length)]], endMs, _vad))
            {
                case VadSignal.Started:
                    results.Add(null);
                    break;
                case VadSignal.Stopped:
                    results.Add(Turn(endMs));
                    break;
                default:
                    if (!_detector.IsSpeaking && _buffer.DurationMs > 10_000)
                    {
                        _buffer.DropBefore(endMs - 1000);
                    }

                    break;
            }
        }

        _unheard.RemoveRange(0, heard);
        return results;
    }

    private ConversationItem Turn(double endMs)
    {
        var fromMs = Math.Max(_detector.SpeechStartMs - PrefixMs, _buffer.StartMs);
        var item = new ConversationItem(IdSource.Make("item"), "message") { Role = "user", SpokenMs = _detector.LastLoudMs - _detector.SpeechStartMs };
        var clip = _buffer.Take(fromMs, endMs);
        item.Content.Add(new(ContentKind.InputAudio) { Audio = clip });
        item.Speech = clip.Slice(_detector.SpeechStartMs - fromMs, _detector.LastLoudMs - fromMs);
        item.Heard = SpokenText.Read(item.Speech);
        return item;
    }
}
