using System.Diagnostics;
using Realtime.EndToEnd.Tests.Cluster;

namespace Realtime.EndToEnd.Tests.Chaos;

/// <summary>Redis, PostgreSQL and both go away while sessions of keys talk.</summary>
public sealed class StoresChaosTests(ITestOutputHelper output) : ChaosTestBase(output)
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(ChaosScale.Of(5, 60));
    private static readonly TimeSpan Healing = TimeSpan.FromSeconds(30);

    private SortedDictionary<string, SortedDictionary<string, (int Count, TimeSpan Longest)>> _during = [];

    // In scripts/chaos alone, for the time that it takes.
    [Fact(Explicit = true)]
    public async Task Stores_that_are_away_stop_no_session_and_everything_is_booked_when_they_are_back()
    {
        await StartAsync(2, 2, 1, ports => string.Concat(ports.Select(port => ChaosModels.OpenAi(port))), withDatabase: true);
        var postgres = Cluster.Postgres!;
        var seen = await MakeKeyAsync(new { });
        var limited = await MakeKeyAsync(new { max_parallel_requests = 100 });
        var talkers = new Talkers(Output);
        var limitedTalkers = new Talkers(Output);
        var probe = new StoreProbe(Cluster, seen, limited);
        await Until.TrueAsync(
            "the cluster answers, database and all",
            TimeSpan.FromSeconds(60),
            async () =>
            {
                await probe.AskAsync();
                return probe.IsWhole;
            });
        await using (talkers)
        await using (limitedTalkers)
        {
            await talkers.StartAsync(ChaosScale.Of(10, 60), Spread, resumes: false, Words, key: seen);
            await limitedTalkers.StartAsync(ChaosScale.Of(5, 20), Spread, resumes: false, Words, key: limited);
            await WithoutAsync("Redis away", KillRedisAsync, StartRedis);
            Granted(StoreProbe.Master, StoreProbe.Seen, StoreProbe.NewKey);
            Refused(StoreProbe.Limited, StoreProbe.Secret);

            await WithoutAsync("PostgreSQL away", postgres.StopAsync, postgres.RestartAsync);
            Granted(StoreProbe.Master, StoreProbe.Seen, StoreProbe.Limited, StoreProbe.Secret);
            Refused(StoreProbe.Unknown, StoreProbe.NewKey);

            await WithoutAsync("both away", () => Task.WhenAll(KillRedisAsync(), postgres.StopAsync()), () => Task.WhenAll(StartRedis(), postgres.RestartAsync()));
            Granted(StoreProbe.Master, StoreProbe.Seen);
            Refused(StoreProbe.Limited, StoreProbe.Secret, StoreProbe.Unknown, StoreProbe.NewKey);

            await WithoutAsync("Redis back empty", Cluster.StartEmptyRedisAsync, () => Task.CompletedTask);
        }

        await BookedAsync(seen, talkers);
        await BookedAsync(limited, limitedTalkers);

        async Task WithoutAsync(string what, Func<Task> goAway, Func<Task> comeBack)
        {
            probe.Forget();
            talkers.ForgetGaps();
            limitedTalkers.ForgetGaps();
            var watch = Stopwatch.StartNew();
            await goAway();
            do
            {
                await probe.AskAsync();
                await PauseAsync();
            }
            while (watch.Elapsed < Away);

            await talkers.TalkOnAsync(1, TurnTime);
            await limitedTalkers.TalkOnAsync(1, TurnTime);
            await comeBack();
            probe.Tell($"{what} for {watch.Elapsed.TotalSeconds:0} s", Output.WriteLine);
            _during = probe.Answers;
            probe.Forget();
            watch.Restart();
            await Until.TrueAsync(
                $"everything is as before again after {what}",
                Healing,
                async () =>
                {
                    await probe.AskAsync();
                    await PauseAsync();
                    return probe.IsWhole;
                });
            probe.Tell($"  everything is as before after {watch.Elapsed.TotalSeconds:0.0} s; until then", Output.WriteLine);
            await talkers.TalkOnAsync(2, TurnTime);
            await limitedTalkers.TalkOnAsync(2, TurnTime);
            talkers.TellGaps($"  {what}", talkers.All.Count);
            limitedTalkers.TellGaps($"  {what}, limited key", limitedTalkers.All.Count);
        }
    }

    private static Task PauseAsync() => Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, TestContext.Current.CancellationToken);

    private void Granted(params string[] what) => Array.ForEach(what, one => _during[one].Keys.ToArray().ShouldBeSubsetOf(["101", "200"], customMessage: one));

    private void Refused(params string[] what) => Array.ForEach(what, one => _during[one].Keys.ToArray().ShouldBe(["503"], customMessage: one));

    private async Task<string> MakeKeyAsync(object settings) =>
        (await Cluster.AskAsync("/key/generate", settings)).GetProperty("key").GetString()!;

    private async Task KillRedisAsync()
    {
        Cluster.Redis.Signal(PosixSignalNumber.Kill);
        await Cluster.Redis.ExitAsync(Healing);
    }

    private Task StartRedis()
    {
        Cluster.StartRedis();
        return Task.CompletedTask;
    }

    // One row for each answer, whatever was away when it was given.
    private async Task BookedAsync(string key, Talkers talkers)
    {
        var turns = talkers.All.Sum(talker => talker.Turns);
        var rows = 0;
        await Until.TrueAsync(
            $"all {turns} answers are booked: {rows}",
            TimeSpan.FromSeconds(60),
            async () => (rows = (await Cluster.AskAsync($"/spend/logs/v2?api_key={key}&kind=response&page_size=1")).GetProperty("total").GetInt32()) >= turns);
        Output.WriteLine($"{turns} answers, {rows} rows in the ledger");
        rows.ShouldBe(turns);
    }
}
