namespace Realtime.Grains.Deployments.Load;

/// <summary>Counts what happened in the last minute, exact to a second.</summary>
internal sealed class MinuteWindow
{
    /// <summary>How far back it looks, in seconds.</summary>
    public const int Seconds = 60;

    private readonly SortedDictionary<long, long> _counts = [];

    /// <summary>Gets the counts by the second of Unix time.</summary>
    public IReadOnlyDictionary<long, long> Counts => _counts;

    /// <summary>Adds to the present second.</summary>
    /// <param name="now">The time.</param>
    /// <param name="count">How much.</param>
    public void Add(DateTimeOffset now, long count)
    {
        var second = now.ToUnixTimeSeconds();
        _counts[second] = _counts.GetValueOrDefault(second) + count;
        Forget(now);
    }

    /// <summary>Sums up the last minute.</summary>
    /// <param name="now">The time.</param>
    /// <returns>The sum.</returns>
    public long Sum(DateTimeOffset now)
    {
        Forget(now);
        return _counts.Values.Sum();
    }

    /// <summary>Gets after how long the sum is below a limit if nothing is added.</summary>
    /// <param name="now">The time.</param>
    /// <param name="limit">The limit.</param>
    /// <returns>The time, in whole seconds; zero when it is below already.</returns>
    public TimeSpan UntilBelow(DateTimeOffset now, long limit)
    {
        var sum = Sum(now);
        foreach (var (second, count) in _counts)
        {
            if (sum < limit)
            {
                break;
            }

            sum -= count;
            if (sum < limit)
            {
                return TimeSpan.FromSeconds(second + Seconds - now.ToUnixTimeSeconds());
            }
        }

        return sum < limit ? TimeSpan.Zero : TimeSpan.FromSeconds(Seconds);
    }

    /// <summary>Takes the larger of the own and another count for every second.</summary>
    /// <param name="counts">The counts by second.</param>
    public void Merge(IEnumerable<KeyValuePair<long, long>> counts)
    {
        foreach (var (second, count) in counts)
        {
            _counts[second] = Math.Max(count, _counts.GetValueOrDefault(second));
        }
    }

    private void Forget(DateTimeOffset now)
    {
        var oldest = now.ToUnixTimeSeconds() - Seconds;
        while (_counts.Count > 0 && _counts.First().Key is var second && second <= oldest)
        {
            _counts.Remove(second);
        }
    }
}
