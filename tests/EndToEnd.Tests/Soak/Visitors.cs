using System.Collections.Concurrent;
using System.Diagnostics;

namespace Realtime.EndToEnd.Tests.Soak;

/// <summary>Lets visitors come at a steady rate, and counts what came of their visits.</summary>
/// <param name="gateways">The gateways' ports.</param>
/// <param name="key">The visitors' key.</param>
internal sealed class Visitors(IReadOnlyList<int> gateways, string key)
{
    private static readonly (VisitKind Kind, int Weight)[] Mixture =
    [
        (VisitKind.Talk, 50), (VisitKind.Idle, 10), (VisitKind.Return, 15), (VisitKind.Break, 12), (VisitKind.Vanish, 5), (VisitKind.Stranger, 8),
    ];

    private readonly ConcurrentDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private int _came;
    private int _present;

    public int Came => _came;

    public int Present => _present;

    /// <summary>Gets how often each outcome was seen.</summary>
    public IReadOnlyDictionary<string, int> Outcomes => _outcomes;

    /// <summary>Gets the visits that did not go as meant.</summary>
    public int Amiss => _outcomes.Where(pair => pair.Key != "as meant").Sum(pair => pair.Value);

    /// <summary>Lets visitors come, and returns when the last one has left.</summary>
    public async Task ComeAsync(double perSecond, TimeSpan length, Random random)
    {
        var visits = new ConcurrentDictionary<Task, bool>();
        var watch = Stopwatch.StartNew();
        for (var number = 0; watch.Elapsed < length; number++)
        {
            var due = TimeSpan.FromSeconds(number / perSecond);
            if (due > watch.Elapsed)
            {
                await Task.Delay(due - watch.Elapsed, TimeProvider.System, TestContext.Current.CancellationToken);
            }

            var kind = Choose(random);
            var own = new Random(random.Next());
            var visit = Task.Run(() => VisitAsync(kind, own));
            visits[visit] = true;
            _ = visit.ContinueWith(ended => visits.TryRemove(ended, out _), TaskScheduler.Default);
        }

        await Task.WhenAll(visits.Keys);
    }

    private async Task VisitAsync(VisitKind kind, Random random)
    {
        Interlocked.Increment(ref _came);
        Interlocked.Increment(ref _present);
        using var visit = new Visit(kind, () => gateways[random.Next(gateways.Count)], key, random);
        var outcome = await visit.RunAsync();
        _outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);
        Interlocked.Decrement(ref _present);
    }

    private static VisitKind Choose(Random random)
    {
        var at = random.Next(Mixture.Sum(entry => entry.Weight));
        return Mixture.First(entry => (at -= entry.Weight) < 0).Kind;
    }
}
