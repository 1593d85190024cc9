namespace Realtime.Simulator.Audio;

/// <summary>Changes the rate of a whole clip by linear interpolation, averaging first when it goes down so that little folds back.</summary>
internal static class Resampler
{
    public static short[] Convert(ReadOnlySpan<short> samples, int from, int to)
    {
        if (from == to || samples.IsEmpty)
        {
            return samples.ToArray();
        }

        var result = new short[(int)((long)samples.Length * to / from)];
        var step = (double)from / to;
        for (var i = 0; i < result.Length; i++)
        {
            var position = i * step;
            result[i] = step > 1 ? Average(samples, position, step) : Between(samples, position);
        }

        return result;
    }

    private static short Between(ReadOnlySpan<short> samples, double position)
    {
        var left = (int)position;
        var right = Math.Min(left + 1, samples.Length - 1);
        var share = position - left;
        return (short)Math.Round((samples[left] * (1 - share)) + (samples[right] * share));
    }

    private static short Average(ReadOnlySpan<short> samples, double position, double width)
    {
        var first = (int)position;
        var last = Math.Min((int)Math.Ceiling(position + width), samples.Length);
        long sum = 0;
        for (var i = first; i < last; i++)
        {
            sum += samples[i];
        }

        return (short)(sum / Math.Max(last - first, 1));
    }
}
