namespace Realtime.Hosting.Load;

/// <summary>
/// Smooths how late timers are and decides when that is too late. What delays a timer delays the answer to a membership probe in the same way: both wait
/// for a thread and for a processor.
/// </summary>
public sealed class LagMeter
{
    // A value's share in the average: about a second's worth of values counts.
    private const double Share = 0.2;

    // Once too late, it must be well below the limit before sessions are taken again, or they would be let in and sent away by turns.
    private const double CalmAt = 0.4;

    private double _average;
    private bool _isTooLate;

    /// <summary>Gets the average.</summary>
    public TimeSpan Average => TimeSpan.FromSeconds(_average);

    /// <summary>Adds how late a timer was.</summary>
    /// <param name="lag">How late.</param>
    /// <param name="limit">How late it may be on average; zero for any.</param>
    /// <returns>Whether it is too late.</returns>
    public bool Add(TimeSpan lag, TimeSpan limit)
    {
        _average += (Math.Max(0, lag.TotalSeconds) - _average) * Share;
        _isTooLate = limit > TimeSpan.Zero && _average > limit.TotalSeconds * (_isTooLate ? CalmAt : 1);
        return _isTooLate;
    }
}
