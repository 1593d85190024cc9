namespace Realtime.Simulator.Audio;

/// <summary>A piece of audio that does not change.</summary>
internal sealed class AudioClip(short[] samples, int rate)
{
    /// <summary>No audio.</summary>
    public static AudioClip Empty { get; } = new([], 24000);

    /// <summary>Samples a second.</summary>
    public int Rate { get; } = rate;

    public ReadOnlySpan<short> Samples => samples;

    /// <summary>Length in milliseconds.</summary>
    public double DurationMs => samples.Length * 1000.0 / Rate;

    public static AudioClip Decode(ReadOnlySpan<byte> bytes, AudioFormat format) =>
        new(AudioCodec.Decode(bytes, format.Encoding), format.Rate);

    public byte[] Encode(AudioFormat format) =>
        AudioCodec.Encode(Resampler.Convert(samples, Rate, format.Rate), format.Encoding);

    public AudioClip AtRate(int wanted) => wanted == Rate ? this : new(Resampler.Convert(samples, Rate, wanted), wanted);

    /// <summary>Cuts out the part between two times, in milliseconds from the start; times beyond the ends are pulled in.</summary>
    public AudioClip Slice(double fromMs, double toMs)
    {
        var first = Math.Clamp((int)(fromMs * Rate / 1000), 0, samples.Length);
        var last = Math.Clamp((int)(toMs * Rate / 1000), first, samples.Length);
        return new(samples[first..last], Rate);
    }
}
