using System.Collections.Concurrent;
using System.Globalization;

namespace Realtime.EndToEnd.Tests.Policies;

/// <summary>What all runs together came to.</summary>
internal sealed class PolicyTally
{
    /// <summary>Gets the blows that fell.</summary>
    public ConcurrentQueue<StruckBlow> Struck { get; } = new();

    /// <summary>Gets when a client had heard of the end of a response, by the response's id.</summary>
    public ConcurrentDictionary<string, DateTimeOffset> Heard { get; } = new();

    /// <summary>Gets the times of the kills of silos.</summary>
    public IEnumerable<DateTimeOffset> SiloKills => Struck.Where(struck => struck.Blow is { IsGateway: false, IsKill: true }).Select(struck => struck.At);

    /// <summary>Gets how long it took until all slots of a run were free, once its clients had gone.</summary>
    public ConcurrentQueue<TimeSpan> FreedAfter { get; } = new();

    /// <summary>Gets when each response that is in no row had ended, from the kill of a silo that is nearest to it.</summary>
    public ConcurrentQueue<TimeSpan> Lost { get; } = new();

    public int Runs;

    public int Sessions;

    public int Refused;

    public int Unanswered;

    public int Served;

    public int Estimated;

    public decimal Spend { get; set; }

    /// <inheritdoc/>
    public override string ToString()
    {
        var freed = FreedAfter.Select(time => time.TotalSeconds).Order().ToArray();
        var lost = Lost.Select(time => time.TotalMilliseconds).Order().ToArray();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Runs} runs, {Struck.Count} blows ({SiloKills.Count()} kills of silos): {Sessions} sessions, {Refused} refused, {Served} responses served, "
            + $"{Lost.Count} of them in no row (from {At(lost, 0):0} to {At(lost, 1):0} ms after a silo's kill, p50 {At(lost, 0.5):0} ms), {Estimated} more rows by estimate, {Unanswered} turns unanswered; spend {Spend}; "
            + $"all slots free after p50 {At(freed, 0.5):0.0} s, most {At(freed, 1):0.0} s");
    }

    private static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
}
