namespace Realtime.EndToEnd.Tests.Policies;

/// <summary>When a client surely had a session: from its 101 until it began to close, or until the last that it heard.</summary>
/// <param name="Start">A time stamp.</param>
/// <param name="End">A time stamp.</param>
internal readonly record struct HeldInterval(long Start, long End)
{
    /// <summary>Counts the most that were held at one moment.</summary>
    /// <param name="intervals">The sessions.</param>
    public static int Most(IEnumerable<HeldInterval> intervals)
    {
        var most = 0;
        var held = 0;

        // What ends in the moment in which another begins makes room for it.
        foreach (var (_, change) in intervals.SelectMany(one => new[] { (At: one.Start, Change: 1), (At: one.End, Change: -1) }).OrderBy(one => one.At).ThenBy(one => one.Change))
        {
            held += change;
            most = Math.Max(most, held);
        }

        return most;
    }
}
