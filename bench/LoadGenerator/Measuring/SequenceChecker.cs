namespace Realtime.Bench.LoadGenerator.Measuring;

/// <summary>
/// Holds one session's stream to its promise: each number once, in order. It remembers the last 4,096 numbers, far more
/// than a session ever has under way. For one reader.
/// </summary>
internal sealed class SequenceChecker
{
    private const int Remembered = 1 << 12;
    private readonly long[] _seen = new long[Remembered];
    private long _highest = -1;

    /// <summary>Different numbers that came.</summary>
    public long Received { get; private set; }

    /// <summary>Numbers that came more than once, or that were never sent.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Numbers that came after a higher one.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>Notes a number that came.</summary>
    public void Accept(long sequence)
    {
        // A place holds the number after the one it saw, so that an empty place (0) is told from number 0.
        ref var place = ref _seen[sequence & (Remembered - 1)];
        if (sequence < 0 || place >= sequence + 1)
        {
            Duplicates++;
            return;
        }

        place = sequence + 1;
        Received++;
        if (sequence < _highest)
        {
            OutOfOrder++;
        }
        else
        {
            _highest = sequence;
        }
    }
}
