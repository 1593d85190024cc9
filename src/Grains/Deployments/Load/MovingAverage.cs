namespace Realtime.Grains.Deployments.Load;

/// <summary>The average of the last values, of which none is old.</summary>
internal sealed class MovingAverage
{
    // LiteLLM's max_latency_list_size and ttl.
    private const int Most = 10;
    private static readonly TimeSpan _oldest = TimeSpan.FromHours(1);

    private readonly Queue<(DateTimeOffset At, TimeSpan Value)> _values = new();

    /// <summary>Adds a value.</summary>
    /// <param name="now">The time.</param>
    /// <param name="value">The value.</param>
    public void Add(DateTimeOffset now, TimeSpan value)
    {
        _values.Enqueue((now, value));
        if (_values.Count > Most)
        {
            _values.Dequeue();
        }
    }

    /// <summary>Gets the average.</summary>
    /// <param name="now">The time.</param>
    /// <returns>It; null when there is no value.</returns>
    public TimeSpan? Get(DateTimeOffset now)
    {
        while (_values.TryPeek(out var first) && now - first.At > _oldest)
        {
            _values.Dequeue();
        }

        return _values.Count == 0 ? null : TimeSpan.FromTicks((long)_values.Average(value => value.Value.Ticks));
    }
}
