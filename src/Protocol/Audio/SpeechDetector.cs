using System.Runtime.InteropServices;

namespace Realtime.Protocol.Audio;

/// <summary>
/// Finds speech in PCM16 by the energy of frames of 20 ms. Its only clock is the audio itself. It allocates nothing and keeps no audio.
/// </summary>
public sealed class SpeechDetector
{
    private const int FrameMs = 20;

    // One click is no speech: two loud frames must follow each other, or nearly.
    private const int FramesToStart = 2;

    // The middle of OpenAI's scale, 0.5, is the level of soft speech; the whole scale spans 40 dB around it.
    private const double MiddleDecibels = -40;
    private const double SpanDecibels = 40;

    private readonly int _rate;
    private readonly int _frameLength;
    private double _threshold;
    private double _silenceMs;
    private double _energy;
    private int _count;
    private int _loudFrames;
    private double _firstLoudMs;

    /// <summary>Initializes a new instance of the <see cref="SpeechDetector"/> class.</summary>
    /// <param name="rate">The audio's rate in Hz.</param>
    public SpeechDetector(int rate)
    {
        _rate = rate;
        _frameLength = rate * FrameMs / 1000;
        Configure(0.5, TimeSpan.FromMilliseconds(500));
    }

    /// <summary>Gets the audio's clock: how much was heard, in milliseconds.</summary>
    public double NowMs { get; private set; }

    /// <summary>Gets a value indicating whether somebody speaks.</summary>
    public bool IsSpeaking { get; private set; }

    /// <summary>Gets when the present or last speech began, on the audio's clock.</summary>
    public double StartMs { get; private set; } = -1;

    /// <summary>Gets where the last loud frame ended, on the audio's clock.</summary>
    public double LastLoudMs { get; private set; }

    /// <summary>Says what to listen for.</summary>
    /// <param name="threshold">From 0, anything is speech, to 1, only what is loud.</param>
    /// <param name="silence">How long a pause ends speech.</param>
    public void Configure(double threshold, TimeSpan silence)
    {
        var decibels = MiddleDecibels + ((threshold - 0.5) * SpanDecibels);
        _threshold = Math.Pow(short.MaxValue * Math.Pow(10, decibels / 20), 2);
        _silenceMs = silence.TotalMilliseconds;
    }

    /// <summary>Lets the clock begin elsewhere, where the audio goes on from before.</summary>
    /// <param name="nowMs">The clock, in milliseconds.</param>
    public void StartAt(double nowMs) => NowMs = nowMs;

    /// <summary>Forgets the speech in progress.</summary>
    public void Reset()
    {
        IsSpeaking = false;
        _loudFrames = 0;
    }

    /// <summary>Listens until something changes.</summary>
    /// <param name="pcm">PCM16 in whole samples; what was heard is cut off its front.</param>
    /// <returns>What changed; <see cref="SpeechChange.None"/> when all of it was heard and nothing did.</returns>
    public SpeechChange Hear(ref ReadOnlySpan<byte> pcm)
    {
        while (!pcm.IsEmpty)
        {
            var samples = MemoryMarshal.Cast<byte, short>(pcm);
            var take = Math.Min(samples.Length, _frameLength - _count);
            if (take == 0)
            {
                pcm = default;
                break;
            }

            foreach (var sample in samples[..take])
            {
                _energy += sample * sample;
            }

            _count += take;
            NowMs += take * 1000.0 / _rate;
            pcm = pcm[(take * sizeof(short))..];
            if (_count == _frameLength && Judge() is not SpeechChange.None and var change)
            {
                return change;
            }
        }

        return SpeechChange.None;
    }

    private SpeechChange Judge()
    {
        var isLoud = _energy / _count >= _threshold;
        (_energy, _count) = (0, 0);
        if (isLoud)
        {
            LastLoudMs = NowMs;
        }

        if (IsSpeaking)
        {
            if (NowMs - LastLoudMs < _silenceMs)
            {
                return SpeechChange.None;
            }

            Reset();
            return SpeechChange.Stopped;
        }

        if (!isLoud)
        {
            _loudFrames = Math.Max(_loudFrames - 1, 0);
            return SpeechChange.None;
        }

        if (_loudFrames++ == 0)
        {
            _firstLoudMs = NowMs - FrameMs;
        }

        if (_loudFrames < FramesToStart)
        {
            return SpeechChange.None;
        }

        IsSpeaking = true;
        StartMs = _firstLoudMs;
        return SpeechChange.Started;
    }
}
