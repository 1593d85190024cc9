namespace Realtime.Grains.Policies.Counting;

/// <summary>Counts over the last 60 seconds, whole seconds at a time; never less than what falls into any 60 seconds.</summary>
internal sealed class SlidingWindow
{
    // The second that has begun, and the 60 before it.
    private const int Length = 61;

    private readonly long[] _counts = new long[Length];
    private readonly long[] _seconds = new long[Length];

    /// <summary>Gets the count.</summary>
    /// <param name="now">The present second.</param>
    /// <returns>What was added in the last 60 seconds.</returns>
    public long Count(long now)
    {
        var sum = 0L;
        for (var i = 0; i < Length; i++)
        {
            sum += IsInside(i, now) ? _counts[i] : 0;
        }

        return sum;
    }

    /// <summary>Adds to the count.</summary>
    /// <param name="now">The present second.</param>
    /// <param name="amount">How much.</param>
    public void Add(long now, long amount)
    {
        var index = (int)(now % Length);
        if (_seconds[index] != now)
        {
            (_seconds[index], _counts[index]) = (now, 0);
        }

        _counts[index] += amount;
    }

    /// <summary>Takes back what was added.</summary>
    /// <param name="second">The second in which it was added.</param>
    /// <param name="amount">How much.</param>
    public void Remove(long second, long amount)
    {
        var index = (int)(second % Length);
        if (_seconds[index] == second)
        {
            _counts[index] = Math.Max(0, _counts[index] - amount);
        }
    }

    /// <summary>Finds when there is room.</summary>
    /// <param name="now">The present second.</param>
    /// <param name="limit">How much there may be.</param>
    /// <param name="wanted">How much is to be added.</param>
    /// <returns>The seconds until then; zero when there is room now; 60 when there never is.</returns>
    public int SecondsUntil(long now, long limit, long wanted)
    {
        var count = Count(now);
        for (var age = Length - 1; age >= 0 && count + wanted > limit; age--)
        {
            var second = now - age;
            var index = (int)(((second % Length) + Length) % Length);
            if (_seconds[index] != second || _counts[index] == 0)
            {
                continue;
            }

            count -= _counts[index];
            if (count + wanted <= limit)
            {
                return Length - age;
            }
        }

        return count + wanted <= limit ? 0 : Length - 1;
    }

    /// <summary>Gets what is counted, to be kept.</summary>
    /// <param name="now">The present second.</param>
    /// <returns>Seconds and their counts.</returns>
    public Dictionary<long, long> Save(long now) => Enumerable.Range(0, Length)
        .Where(i => IsInside(i, now) && _counts[i] != 0).ToDictionary(i => _seconds[i], i => _counts[i]);

    /// <summary>Counts what was kept, in addition.</summary>
    /// <param name="saved">Seconds and their counts.</param>
    public void Load(IReadOnlyDictionary<long, long> saved)
    {
        foreach (var (second, count) in saved)
        {
            Add(second, count);
        }
    }

    private bool IsInside(int index, long now) => _seconds[index] > now - Length && _seconds[index] <= now;
}
