using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Realtime.Configuration;
using Realtime.Storage.Database;
using Realtime.Storage.Hosting;
using Realtime.Storage.Ledger;
using Realtime.Storage.Model;
using Realtime.Testing.Postgres;

namespace Realtime.Bench.Policies.Ledger;

/// <summary>Measures how many rows a second the ledger takes, with the spend that they debit, in batches as the silo's writer makes them.</summary>
internal static class LedgerReport
{
    private const int Keys = 1000;
    private const int Teams = 100;
    private static readonly int[] BatchSizes = [1, 50, 500];

    public static async Task<string> MeasureAsync(int seconds, int rounds)
    {
        await using var postgres = await PostgresServer.StartAsync();
        var figures = new Dictionary<(string Database, int Batch), List<double>>();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var batch in BatchSizes)
            {
                var directory = Directory.CreateTempSubdirectory("realtime-bench-ledger-");
                Add("SQLite", batch, await MeasureAsync(DatabaseTarget.Sqlite(Path.Combine(directory.FullName, "bench.db")), batch, seconds));
                Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
                directory.Delete(recursive: true);
                if (postgres is not null)
                {
                    var url = await postgres.CreateDatabaseAsync($"ledger_{round}_{batch}");
                    var target = DatabaseChoice.Choose(new GeneralSettings { DatabaseUrl = new Secret(url) }, "", isClustered: true, out _)!;
                    Add("PostgreSQL", batch, await MeasureAsync(target, batch, seconds));
                }
            }
        }

        var table = new StringBuilder("| rows a transaction | " + string.Join(" | ", BatchSizes) + " |\n|---|" + string.Concat(BatchSizes.Select(_ => "---:|")) + "\n");
        foreach (var database in figures.Keys.Select(key => key.Database).Distinct())
        {
            table.Append(CultureInfo.InvariantCulture, $"| {database}, rows/s | {string.Join(" | ", BatchSizes.Select(batch => Quantiles.Median(figures[(database, batch)]).ToString("N0", CultureInfo.InvariantCulture)))} |\n");
        }

        return table.ToString();

        void Add(string database, int batch, double rate)
        {
            (figures.TryGetValue((database, batch), out var all) ? all : figures[(database, batch)] = []).Add(rate);
            Console.Error.WriteLine($"{database}, {batch} rows a transaction: {rate:0} rows/s");
        }
    }

    private static async Task<double> MeasureAsync(DatabaseTarget target, int batch, int seconds)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddRealtimeStorage(target);
        await using var provider = services.BuildServiceProvider();
        await new DatabaseMigrator(provider.GetRequiredService<RealtimeDatabase>(), TimeProvider.System).MigrateAsync(CancellationToken.None);
        var store = provider.GetRequiredService<ILedgerStore>();
        var number = 0;
        await WriteForAsync(2);
        var before = number;
        var start = Stopwatch.GetTimestamp();
        await WriteForAsync(seconds);
        return (number - before) / Stopwatch.GetElapsedTime(start).TotalSeconds;

        async Task WriteForAsync(int time)
        {
            var begin = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(begin).TotalSeconds < time)
            {
                await store.WriteAsync([.. Enumerable.Range(0, batch).Select(_ => Entry(number++))]);
            }
        }
    }

    private static LedgerEntry Entry(int number)
    {
        var now = TimeProvider.System.GetUtcNow();
        var (key, team) = ($"key-{number % Keys}", $"team-{number % Teams}");
        var row = new LedgerRow
        {
            RequestId = Guid.NewGuid().ToString("N") + ":resp_" + number.ToString(CultureInfo.InvariantCulture),
            SessionId = Guid.NewGuid().ToString("N"),
            Kind = LedgerKind.Response,
            ApiKey = key,
            TeamId = team,
            Spend = 0.0123456m,
            TotalTokens = 1200,
            PromptTokens = 1000,
            CompletionTokens = 200,
            StartTime = now,
            EndTime = now,
            Model = "gpt-realtime",
            ModelGroup = "voice",
            ModelId = "deployment",
            Provider = "openai",
            Status = "success",
            Usage = """{"total_tokens":1200,"input_tokens":1000,"output_tokens":200,"input_token_details":{"text_tokens":200,"audio_tokens":800,"cached_tokens":0},"output_token_details":{"text_tokens":50,"audio_tokens":150}}""",
        };
        return new LedgerEntry(row, [new SpendDebit("key:" + key, SpendWindow.Main, "30d"), new SpendDebit("team:" + team, SpendWindow.Main)]);
    }
}
