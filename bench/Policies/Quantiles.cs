namespace Realtime.Bench.Policies;

/// <summary>Reads figures out of samples.</summary>
internal static class Quantiles
{
    /// <summary>The value below which a share of the samples lies; 0 without samples.</summary>
    public static double At(IReadOnlyCollection<double> samples, double share)
    {
        var sorted = samples.Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
    }

    /// <summary>The middle of a few rounds.</summary>
    public static double Median(IReadOnlyCollection<double> samples) => At(samples, 0.5);
}
