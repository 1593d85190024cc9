using System.Diagnostics;
using Realtime.EndToEnd.Tests.Cluster;

namespace Realtime.EndToEnd.Tests.Chaos;

/// <summary>Many clients in conversation at once.</summary>
internal sealed class Talkers(ITestOutputHelper output) : IAsyncDisposable
{
    private const int AtOnce = 10;
    private readonly List<Talker> _all = [];

    public IReadOnlyList<Talker> All => _all;

    public async Task StartAsync(
        int count, Func<int, int> gateway, bool resumes, int words, string model = "voice", string key = ChaosCluster.MasterKey)
    {
        for (var started = 0; started < count; started += AtOnce)
        {
            var batch = Enumerable.Range(started, Math.Min(AtOnce, count - started))
                .Select(index => Talker.StartAsync($"t{index}", () => gateway(index), resumes, words, model, key));
            _all.AddRange(await Task.WhenAll(batch));
        }
    }

    /// <summary>Waits until everybody has had further turns, and holds all to having had no fault.</summary>
    public async Task TalkOnAsync(int turns, TimeSpan deadline)
    {
        var targets = _all.Select(talker => (Talker: talker, Target: talker.Turns + turns)).ToArray();
        var watch = Stopwatch.StartNew();
        while (!Array.TrueForAll(targets, pair => pair.Talker.Turns >= pair.Target || !pair.Talker.Faults.IsEmpty) && watch.Elapsed < deadline)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        _all.SelectMany(talker => talker.Faults).ShouldBeEmpty();
        targets.Count(pair => pair.Talker.Turns < pair.Target).ShouldBe(0, $"sessions without {turns} more turns within {deadline}");
    }

    /// <summary>Lets everybody begin a turn at the same moment, and waits until all hear its answer.</summary>
    public async Task HearAsync(TimeSpan deadline)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _all.ForEach(talker => talker.Gate = gate.Task);
        await Until.TrueAsync("everybody has finished a turn", deadline, () => _all.TrueForAll(talker => talker.IsAtGate || !talker.Faults.IsEmpty));
        gate.SetResult();
        await Until.TrueAsync("everybody hears an answer", deadline, () => _all.TrueForAll(talker => talker.IsHearing || !talker.Faults.IsEmpty));
    }

    public void ForgetGaps() => _all.ForEach(talker => talker.Gaps.Clear());

    /// <summary>Tells the longest waits since they were last forgotten, of as many sessions as were hit.</summary>
    public (TimeSpan P50, TimeSpan P99) TellGaps(string what, int hit)
    {
        var gaps = _all.Select(talker => talker.Gaps.DefaultIfEmpty().Max()).OrderDescending().Take(hit).Order().ToArray();
        var figures = gaps.Length == 0 ? default : (gaps[gaps.Length / 2], gaps[(int)((gaps.Length - 1) * 0.99)]);
        output.WriteLine($"{what}: {hit} of {_all.Count} sessions hit, gap p50 {figures.Item1.TotalSeconds:0.00} s, p99 {figures.Item2.TotalSeconds:0.00} s, returns {_all.Sum(talker => talker.Returns)}, turns {_all.Sum(talker => talker.Turns)}");
        return figures;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var talker in _all)
        {
            await talker.DisposeAsync();
        }
    }
}
