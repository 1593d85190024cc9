using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Realtime.EndToEnd.Tests.Cluster;
using Realtime.Simulator.Inspection;

namespace Realtime.EndToEnd.Tests.Policies;

/// <summary>One run: a team with two keys, more clients than may have sessions, and blows against the processes meanwhile.</summary>
internal sealed class PolicyRun(PolicyProcesses processes, PolicyTally tally, int number)
{
    public const int KeyLimit = 5;
    public const int TeamLimit = 8;

    private const int ClientsPerKey = 6;

    // The longest that a lease may live.
    private static readonly TimeSpan LongestLease = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LostBefore = TimeSpan.FromMilliseconds(250);

    // A provider that has not noticed yet that its client is dead goes on to serve it.
    private static readonly TimeSpan ServedAfter = TimeSpan.FromMilliseconds(1500);

    private readonly string _team = string.Create(CultureInfo.InvariantCulture, $"team-{number}");
    private readonly List<(string Key, string Hash, string Model, ConcurrentQueue<HeldInterval> Held)> _keys = [];
    private long _over;

    /// <summary>Makes the team and its keys, lets the clients talk while the blows fall, and asserts the limits.</summary>
    /// <param name="random">Chance.</param>
    public async Task TalkAsync(Random random)
    {
        await processes.CallAsync("/team/new", new JsonObject { ["team_id"] = _team, ["max_parallel_requests"] = TeamLimit, ["max_budget"] = 1000 });
        foreach (var letter in new[] { "a", "b" })
        {
            var made = await processes.CallAsync("/key/generate", new JsonObject { ["team_id"] = _team, ["max_parallel_requests"] = KeyLimit, ["max_budget"] = 1000 });
            _keys.Add(((string)made["key"]!, (string)made["token"]!, string.Create(CultureInfo.InvariantCulture, $"run-{number}-{letter}"), []));
        }

        using var stop = new CancellationTokenSource();
        var clients = _keys.SelectMany(key => Enumerable.Range(0, ClientsPerKey).Select(_ => ClientAsync(key, new Random(random.Next()), stop.Token))).ToArray();
        for (var blows = random.Next(1, 3); blows > 0; blows--)
        {
            await PauseAsync(random, 200, 1500);
            var blow = Blow.Choose(random);
            await processes.StrikeAsync(blow, tally);
        }

        await PauseAsync(random, 200, 800);
        await stop.CancelAsync();
        await Task.WhenAll(clients);
        _over = TimeProvider.System.GetTimestamp();
        Interlocked.Increment(ref tally.Runs);
        foreach (var key in _keys)
        {
            HeldInterval.Most(key.Held).ShouldBeLessThanOrEqualTo(KeyLimit, key.Model);
        }

        HeldInterval.Most(_keys.SelectMany(key => key.Held)).ShouldBeLessThanOrEqualTo(TeamLimit, _team);
    }

    /// <summary>Asserts that every slot comes back, and that the money is right.</summary>
    public async Task SettleAsync()
    {
        await FreedAsync();
        var missing = new List<ServedResponse>();
        await Until.TrueAsync(
            () => $"every response that must be in the ledger is there, {_team}:\n{string.Join('\n', missing.Select(Describe))}",
            TimeSpan.FromSeconds(90),
            async () => (missing = await MissingAsync()).Count == 0);
        decimal team = 0;
        foreach (var key in _keys)
        {
            var rows = await RowsAsync(key.Hash);
            rows.Select(row => (string)row["request_id"]!).ShouldBeUnique();
            var served = Served(key.Model);
            foreach (var row in rows.Where(row => (string)row["kind"]! == "response" && !(bool)row["estimated"]!))
            {
                // A row tells what was served, to the token.
                var response = served[ResponseOf(row)];
                ((long)row["prompt_tokens"]!, (long)row["cached_tokens"]!, (long)row["completion_tokens"]!)
                    .ShouldBe((response.InputTokens, response.CachedTokens, response.OutputTokens));
                ((decimal)row["spend"]!).ShouldBe(Cost(response));
            }

            var spend = (decimal)(await processes.CallAsync($"/key/info?key={key.Hash}"))["info"]!["spend"]!;
            spend.ShouldBe(rows.Sum(row => (decimal)row["spend"]!), key.Model);
            team += spend;
            var told = rows.Where(row => (string)row["kind"]! == "response").Select(ResponseOf).ToHashSet(StringComparer.Ordinal);
            Interlocked.Add(ref tally.Served, served.Count);
            foreach (var lost in served.Values.Where(one => !told.Contains(one.Id)))
            {
                tally.Lost.Enqueue(tally.SiloKills.Select(kill => lost.At - kill).MinBy(since => since.Duration()));
            }

            Interlocked.Add(ref tally.Estimated, rows.Count(row => (bool)row["estimated"]!));
        }

        ((decimal)(await processes.CallAsync($"/team/info?team_id={_team}"))["team_info"]!["spend"]!).ShouldBe(team, _team);
        lock (tally)
        {
            tally.Spend += team;
        }
    }

    private static Task PauseAsync(Random random, int least, int most) => Task.Delay(TimeSpan.FromMilliseconds(random.Next(least, most)), TimeProvider.System);

    private static string ResponseOf(JsonNode row) => ((string)row["request_id"]!).Split(':')[^1];

    private static decimal Cost(ServedResponse response) =>
        ((response.InputTokens - response.CachedTokens) * 0.000004m) + (response.CachedTokens * 0.0000004m) + (response.OutputTokens * 0.000016m);

    private async Task ClientAsync((string Key, string Hash, string Model, ConcurrentQueue<HeldInterval> Held) key, Random random, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var gateways = processes.Gateways;
            var resumable = random.Next(3) > 0;
            var (call, status) = gateways.Length == 0 ? (null, 0)
                : await RealtimeCall.OpenAsync(gateways[random.Next(gateways.Length)], key.Key, key.Model, resumable ? "" : "&resumable=false");
            if (call is null)
            {
                if (status is not (0 or HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway))
                {
                    throw new InvalidOperationException($"{_team}: refused with {status}");
                }

                Interlocked.Increment(ref tally.Refused);
                await PauseAsync(random, 20, 120);
                continue;
            }

            await using (call)
            {
                Interlocked.Increment(ref tally.Sessions);
                var turns = random.Next(1, 5);
                while (turns-- > 0 && !stop.IsCancellationRequested)
                {
                    if (!await call.TurnAsync(random.Next(1, 12), tally))
                    {
                        Interlocked.Increment(ref tally.Unanswered);
                        break;
                    }

                    await PauseAsync(random, 5, 60);
                }

                if (random.Next(10) == 0)
                {
                    call.Abort();
                }
                else
                {
                    await call.CloseAsync();
                }

                key.Held.Enqueue(call.Held);
            }
        }
    }

    private async Task FreedAsync()
    {
        var taken = new List<RealtimeCall>();
        foreach (var (key, count) in new[] { (_keys[0], KeyLimit), (_keys[1], TeamLimit - KeyLimit) })
        {
            for (var held = 0; held < count;)
            {
                var gateways = processes.Gateways;
                if (gateways.Length > 0 && (await RealtimeCall.OpenAsync(gateways[held % gateways.Length], key.Key, key.Model)).Call is { } call)
                {
                    taken.Add(call);
                    held++;
                    continue;
                }

                TimeProvider.System.GetElapsedTime(_over).ShouldBeLessThan(LongestLease, $"{_team}: {taken.Count} of {TeamLimit} slots are free");
                await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System);
            }
        }

        tally.FreedAfter.Enqueue(TimeProvider.System.GetElapsedTime(_over));
        foreach (var call in taken)
        {
            await call.CloseAsync();
            await call.DisposeAsync();
        }
    }

    private Dictionary<string, ServedResponse> Served(string model) => processes.Simulator.Connections
        .Where(connection => connection.Model == model).SelectMany(connection => connection.Served).ToDictionary(served => served.Id, StringComparer.Ordinal);

    private string Describe(ServedResponse served)
    {
        var connection = processes.Simulator.Connections.First(connection => connection.Served.Any(other => other.Id == served.Id));
        var blows = tally.Struck.Where(blow => (blow.At - served.At).Duration() < TimeSpan.FromSeconds(15));
        var heard = tally.Heard.TryGetValue(served.Id, out var at) ? string.Create(CultureInfo.InvariantCulture, $"heard by its client at {at:HH:mm:ss.fff}") : "not heard by its client";
        var others = connection.Served.Select(other => other.Id == served.Id ? "it" : other.At.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {served.Id} of {connection.Model}, ended {served.At:HH:mm:ss.fff}, {heard}; connection {connection.Number} (over: {connection.IsOver}, closed by the product with
            {connection.CloseCodeReceived}: {connection.CloseReasonReceived}), which served {string.Join(", ", others)}
              blows: {string.Join("; ", blows)}
              {string.Join("\n  ", processes.FindInLogs(connection.Model!).Where(line => IsNear(line, served.At)))}
            """);
    }

    // The lines of the logs begin with their time.
    private static bool IsNear(string line, DateTimeOffset at) =>
        DateTimeOffset.TryParse(line.Split(": ", 2)[1].Split(' ')[0], CultureInfo.InvariantCulture, out var logged) && (logged - at).Duration() < TimeSpan.FromSeconds(8);

    private async Task<List<ServedResponse>> MissingAsync()
    {
        var missing = new List<ServedResponse>();
        foreach (var key in _keys)
        {
            var told = (await RowsAsync(key.Hash)).Where(row => (string)row["kind"]! == "response").Select(ResponseOf).ToHashSet(StringComparer.Ordinal);
            missing.AddRange(Served(key.Model).Values.Where(served => !told.Contains(served.Id) && !MayBeLost(served)));
        }

        return missing;
    }

    private bool MayBeLost(ServedResponse served) =>
        tally.SiloKills.Any(kill => served.At > kill - LostBefore && served.At < kill + ServedAfter);

    private async Task<List<JsonNode>> RowsAsync(string hash)
    {
        var rows = new List<JsonNode>();
        for (var page = 1; ; page++)
        {
            var answer = await processes.CallAsync(string.Create(CultureInfo.InvariantCulture, $"/spend/logs/v2?api_key={hash}&page_size=1000&page={page}"));
            rows.AddRange(answer["data"]!.AsArray().Select(row => row!));
            if (page >= (int)answer["total_pages"]!)
            {
                return rows;
            }
        }
    }
}
