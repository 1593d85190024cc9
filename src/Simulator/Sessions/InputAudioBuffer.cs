using Realtime.Simulator.Audio;

namespace Realtime.Simulator.Sessions;

/// <summary>Audio that the client sent and that belongs to no item yet, on a clock that counts all audio of the session.</summary>
internal sealed class InputAudioBuffer
{
    private readonly List<short> _samples = [];
    private AudioFormat _format = AudioFormat.Pcm24;
    private byte? _halfSample;

    /// <summary>Where the buffer begins, in milliseconds of the session's audio.</summary>
    public double StartMs { get; private set; }

    /// <summary>Where it ends: all audio of the session so far.</summary>
    public double EndMs => StartMs + DurationMs;

    public double DurationMs => _samples.Count * 1000.0 / _format.Rate;

    /// <summary>Samples a second of what is in it.</summary>
    public int Rate => _format.Rate;

    /// <summary>Takes bytes of a format; a sample that is split between two calls is joined.</summary>
    /// <returns>The samples that were added.</returns>
    public short[] Append(ReadOnlySpan<byte> bytes, AudioFormat format)
    {
        ChangeFormat(format);
        if (_halfSample is { } half)
        {
            bytes = (byte[])[half, .. bytes];
            _halfSample = null;
        }

        if (format.BytesPerSample == 2 && bytes.Length % 2 == 1)
        {
            _halfSample = bytes[^1];
        }

        var samples = AudioCodec.Decode(bytes, format.Encoding);
        _samples.AddRange(samples);
        return samples;
    }

    /// <summary>Takes the audio between two times out, and everything before it.</summary>
    public AudioClip Take(double fromMs, double toMs)
    {
        var first = IndexOf(fromMs);
        var last = Math.Max(IndexOf(toMs), first);
        var clip = new AudioClip([.. _samples[first..last]], _format.Rate);
        DropBefore(toMs);
        return clip;
    }

    public void DropBefore(double ms)
    {
        var count = IndexOf(ms);
        _samples.RemoveRange(0, count);
        StartMs += count * 1000.0 / _format.Rate;
    }

    public void Clear()
    {
        _halfSample = null;
        DropBefore(EndMs);
    }

    private int IndexOf(double ms) => Math.Clamp((int)Math.Round((ms - StartMs) * _format.Rate / 1000), 0, _samples.Count);

    private void ChangeFormat(AudioFormat format)
    {
        if (format == _format)
        {
            return;
        }

        var converted = Resampler.Convert([.. _samples], _format.Rate, format.Rate);
        _samples.Clear();
        _samples.AddRange(converted);
        _format = format;
        _halfSample = null;
    }
}
