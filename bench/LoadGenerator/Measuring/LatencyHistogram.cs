using System.Numerics;

namespace Realtime.Bench.LoadGenerator.Measuring;

/// <summary>
/// Counts durations in classes less than 1 % wide, of fixed memory and without a lock, so that recording costs the measured
/// run next to nothing. Safe for several writers.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 7;
    private const int SubCount = 1 << SubBits;
    private readonly long[] _classes = new long[(64 - SubBits) * SubCount];
    private long _max;

    /// <summary>Durations recorded.</summary>
    public long Count
    {
        get
        {
            var sum = 0L;
            foreach (var one in _classes)
            {
                sum += one;
            }

            return sum;
        }
    }

    /// <summary>The longest one in nanoseconds, exactly.</summary>
    public long Max => Volatile.Read(ref _max);

    /// <summary>Records a duration in nanoseconds; a negative one counts as zero.</summary>
    public void Record(long nanoseconds)
    {
        var value = Math.Max(0, nanoseconds);
        Interlocked.Increment(ref _classes[ClassOf(value)]);
        var max = Volatile.Read(ref _max);
        while (value > max)
        {
            var seen = Interlocked.CompareExchange(ref _max, value, max);
            if (seen == max)
            {
                return;
            }

            max = seen;
        }
    }

    /// <summary>The duration in microseconds that the given share (0 to 1) of all does not exceed; 0 when there is none.</summary>
    public double Microseconds(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        var seen = 0L;
        for (var i = 0; i < _classes.Length; i++)
        {
            seen += _classes[i];
            if (seen >= rank)
            {
                return Math.Min(MiddleOf(i), Max) / 1000.0;
            }
        }

        return 0;
    }

    // Values below 128 have a class each; above, each power of two has 128 classes.
    private static int ClassOf(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value | 1) - SubBits);
        return (shift * SubCount) + (int)(value >> shift);
    }

    private static double MiddleOf(int index)
    {
        if (index < SubCount * 2)
        {
            return index;
        }

        var shift = (index / SubCount) - 1;
        var low = (long)(index - (shift * SubCount)) << shift;
        return low + ((1L << shift) / 2.0);
    }
}
