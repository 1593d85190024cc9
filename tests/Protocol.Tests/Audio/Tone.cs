namespace Realtime.Protocol.Tests.Audio;

/// <summary>Pure tones, and how pure they still are.</summary>
internal static class Tone
{
    public static short[] Make(double hertz, int rate, int count, double amplitude = 16_000)
    {
        var samples = new short[count];
        for (var i = 0; i < count; i++)
        {
            samples[i] = (short)Math.Round(amplitude * Math.Sin(2 * Math.PI * hertz * i / rate));
        }

        return samples;
    }

    /// <summary>The ratio of the tone, as it fits best, to all else, in dB.</summary>
    public static double SignalToNoise(ReadOnlySpan<short> samples, double hertz, int rate)
    {
        double ss = 0, cc = 0, sc = 0, xs = 0, xc = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * hertz * i / rate);
            (ss, cc, sc) = (ss + (sin * sin), cc + (cos * cos), sc + (sin * cos));
            (xs, xc) = (xs + (samples[i] * sin), xc + (samples[i] * cos));
        }

        var determinant = (ss * cc) - (sc * sc);
        var a = ((xs * cc) - (xc * sc)) / determinant;
        var b = ((xc * ss) - (xs * sc)) / determinant;
        double signal = 0, noise = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * hertz * i / rate);
            var fit = (a * sin) + (b * cos);
            (signal, noise) = (signal + (fit * fit), noise + ((samples[i] - fit) * (samples[i] - fit)));
        }

        return 10 * Math.Log10(signal / Math.Max(noise, 1e-9));
    }

    public static double Power(ReadOnlySpan<short> samples)
    {
        double sum = 0;
        foreach (var sample in samples)
        {
            sum += (double)sample * sample;
        }

        return sum / samples.Length;
    }
}
