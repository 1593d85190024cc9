using Realtime.Simulator.Audio;

namespace Realtime.Simulator.Tests.Support;

/// <summary>Audio for tests, PCM16 at 24 kHz unless said otherwise.</summary>
internal static class Sound
{
    public static byte[] Silence(int ms) => new byte[ms * 48];

    public static byte[] Tone(int ms) => Encode(ToneSamples(ms, 24000), AudioFormat.Pcm24);

    /// <summary>Silence, a tone, silence, in a format.</summary>
    public static byte[] Turn(int toneMs, AudioFormat? format = null)
    {
        var rate = (format ?? AudioFormat.Pcm24).Rate;
        return Encode([.. new short[rate / 2], .. ToneSamples(toneMs, rate), .. new short[rate]], format ?? AudioFormat.Pcm24);
    }

    public static short[] ToneSamples(int ms, int rate, double loudness = 0.25) =>
        [.. Enumerable.Range(0, ms * rate / 1000).Select(i => (short)(loudness * short.MaxValue * Math.Sin(2 * Math.PI * 440 * i / rate)))];

    public static byte[] Encode(short[] samples, AudioFormat format) => AudioCodec.Encode(samples, format.Encoding);
}
