namespace Realtime.Simulator.Vad;

/// <summary>
/// Finds speech by the energy of 20 ms frames. Its only clock is the audio that it was given, so audio that arrives faster or slower
/// than it was spoken is judged the same.
/// </summary>
internal sealed class SpeechDetector
{
    /// <summary>Length of the frames that it judges, in milliseconds.</summary>
    public const int FrameMs = 20;

    // Speech is believed after two loud frames of the last three, so that one click starts nothing.
    private const int FramesToStart = 2;

    private int _loudFrames;
    private double _firstLoudMs;

    /// <summary>Whether somebody is speaking.</summary>
    public bool IsSpeaking { get; private set; }

    /// <summary>When the present or last speech began, without padding, on the audio's clock.</summary>
    public double SpeechStartMs { get; private set; }

    /// <summary>Where the last loud frame ended, on the audio's clock.</summary>
    public double LastLoudMs { get; private set; }

    /// <summary>Judges one frame.</summary>
    /// <param name="frame">Its samples.</param>
    /// <param name="endMs">Where it ends on the audio's clock.</param>
    /// <param name="settings">What to listen for.</param>
    /// <returns>What changed.</returns>
    public VadSignal Hear(ReadOnlySpan<short> frame, double endMs, VadSettings settings)
    {
        var loud = SpeechProbability(frame) >= settings.Threshold;
        if (loud)
        {
            LastLoudMs = endMs;
        }

        if (IsSpeaking)
        {
            if (endMs - LastLoudMs < settings.SilenceMs)
            {
                return VadSignal.None;
            }

            Reset();
            return VadSignal.Stopped;
        }

        if (!loud)
        {
            _loudFrames = Math.Max(_loudFrames - 1, 0);
            return VadSignal.None;
        }

        if (_loudFrames++ == 0)
        {
            _firstLoudMs = endMs - FrameMs;
        }

        if (_loudFrames < FramesToStart)
        {
            return VadSignal.None;
        }

        IsSpeaking = true;
        SpeechStartMs = _firstLoudMs;
        return VadSignal.Started;
    }

    /// <summary>Forgets the speech in progress.</summary>
    public void Reset()
    {
        IsSpeaking = false;
        _loudFrames = 0;
    }

    /// <summary>Maps loudness to 0..1: one half at -40 dBFS, which is quiet speech, and steep around it.</summary>
    internal static double SpeechProbability(ReadOnlySpan<short> frame)
    {
        double sum = 0;
        foreach (var sample in frame)
        {
            sum += (double)sample * sample;
        }

        var rms = Math.Sqrt(sum / Math.Max(frame.Length, 1)) / short.MaxValue;
        var decibels = 20 * Math.Log10(Math.Max(rms, 1e-6));
        return 1 / (1 + Math.Exp(-(decibels + 40) / 4));
    }
}
