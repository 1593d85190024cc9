using System.Collections.Concurrent;
using System.Globalization;

namespace Realtime.EndToEnd.Tests.Policies;

/// <summary>What all runs together came to.</summary>
internal sealed class PolicyTally
{
    /// <summary>Gets the times of the kills of silos.</summary>
    public ConcurrentQueue<DateTimeOffset> SiloKills { get; } = new();

    /// <summary>Gets how long it took until all slots of a run were free, once its clients had gone.</summary>
    public ConcurrentQueue<TimeSpan> FreedAfter { get; } = new();

    public int Runs;

    public int Blows;

    public int Sessions;

    public int Refused;

    public int Unanswered;

    public int Served;

    public int Lost;

    public int Estimated;

    public decimal Spend { get; set; }

    /// <inheritdoc/>
    public override string ToString()
    {
        var freed = FreedAfter.Order().ToArray();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Runs} runs, {Blows} blows ({SiloKills.Count} kills of silos): {Sessions} sessions, {Refused} refused, {Served} responses served, "
            + $"{Lost} of them in no row (each within 250 ms of a silo's kill), {Estimated} more rows by estimate, {Unanswered} turns unanswered; spend {Spend}; "
            + $"all slots free after p50 {At(freed, 0.5):0.0} s, most {At(freed, 1):0.0} s");
    }

    private static double At(TimeSpan[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))].TotalSeconds;
}
