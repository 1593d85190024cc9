using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Realtime.Configuration.Loading;
using Realtime.Configuration.Reload;
using Realtime.Grains.Ledger;
using Realtime.Grains.Policies.Alerts;
using Realtime.Grains.Telemetry;
using Realtime.Storage.Database;
using Realtime.Storage.Ledger;
using Realtime.Storage.Model;

namespace Realtime.Grains.Tests.Ledger;

public sealed class LedgerWriterTests : IDisposable
{
    private const int Kept = 1607;
    private const int Safe = 1608;
    private const int Lost = 1609;

    private readonly string _directory = Directory.CreateTempSubdirectory("ledger").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Rows_wait_on_the_disk_while_the_database_is_away_and_come_into_it_once()
    {
        var store = new SwitchedStore { IsAway = true };
        using var writer = Writer(store);
        await writer.StartAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < 100; i++)
        {
            writer.Take(Entry($"s:{i}"));
        }

        await UntilAsync(() => SpooledLines() == 100);
        store.IsAway = false;
        await UntilAsync(() => store.Rows.Count == 100 && Directory.GetFiles(_directory).Length == 0);
        writer.Take(Entry("s:100"));
        await UntilAsync(() => store.Rows.Count == 101);
        await writer.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Process_that_stops_leaves_nothing_on_the_disk_that_a_database_takes_which_was_only_late()
    {
        var store = new SwitchedStore { Hangs = new TaskCompletionSource() };
        using var writer = Writer(store);
        await writer.StartAsync(TestContext.Current.CancellationToken);
        writer.Take(Entry("s:1"));
        await UntilAsync(() => SpooledLines() == 1);
        writer.Take(Entry("s:2"));
        await UntilAsync(() => SpooledLines() == 2);

        var stopping = writer.StopAsync(CancellationToken.None);
        store.Hangs.SetResult();
        await stopping;

        store.Rows.Keys.ShouldBe(["s:1", "s:2"], ignoreOrder: true);
        Directory.GetFiles(_directory).ShouldBeEmpty();
    }

    [Fact]
    public async Task Process_that_dies_leaves_its_rows_to_the_next_one_also_with_a_line_cut_off()
    {
        var spool = new LedgerSpool(_directory);
        spool.Append([Entry("s:1"), Entry("s:2")]);
        spool.Dispose();
        await File.AppendAllTextAsync(Directory.GetFiles(_directory).Single(), "{\"Row\":{\"RequestId\":\"s:3", TestContext.Current.CancellationToken);

        var store = new SwitchedStore();
        using var writer = Writer(store);
        await writer.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => store.Rows.Count == 2 && Directory.GetFiles(_directory).Length == 0);
        store.Rows.Keys.ShouldBe(["s:1", "s:2"], ignoreOrder: true);
        await writer.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Database_that_hangs_keeps_no_row_from_the_disk()
    {
        var store = new SwitchedStore { Hangs = new TaskCompletionSource() };
        using var writer = Writer(store);
        await writer.StartAsync(TestContext.Current.CancellationToken);
        writer.Take(Entry("s:1"));
        await UntilAsync(() => Directory.GetFiles(_directory).Length == 1);
        store.Hangs.SetResult();
        await UntilAsync(() => store.Rows.Count == 1 && Directory.GetFiles(_directory).Length == 0);
        await writer.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Database_that_takes_long_to_begin_keeps_no_row_from_the_disk()
    {
        using var blocks = new ManualResetEventSlim();
        var store = new SwitchedStore { Blocks = blocks };
        using var writer = Writer(store);
        await writer.StartAsync(TestContext.Current.CancellationToken);
        writer.Take(Entry("s:1"));
        await UntilAsync(() => SpooledLines() == 1);
        blocks.Set();
        await UntilAsync(() => store.Rows.Count == 1 && Directory.GetFiles(_directory).Length == 0);
        await writer.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Row_that_comes_after_the_end_waits_on_the_disk_for_the_next_process()
    {
        var store = new SwitchedStore();
        using (var writer = Writer(store))
        {
            await writer.StartAsync(TestContext.Current.CancellationToken);
            writer.Take(Entry("s:1"));
            await writer.StopAsync(CancellationToken.None);
            store.Rows.Keys.ShouldBe(["s:1"]);
            writer.Take(Entry("s:2"));
            SpooledLines().ShouldBe(1);
        }

        using var next = Writer(store);
        await next.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => store.Rows.ContainsKey("s:2") && Directory.GetFiles(_directory).Length == 0);
        await next.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task What_another_process_still_has_open_is_taken_up_once_it_is_gone()
    {
        using var other = new LedgerSpool(_directory);
        other.Append([Entry("s:1")]);
        var store = new SwitchedStore();
        using var writer = Writer(store);
        await writer.StartAsync(TestContext.Current.CancellationToken);
        writer.Take(Entry("s:2"));
        await UntilAsync(() => store.Rows.ContainsKey("s:2"));
        store.Rows.ContainsKey("s:1").ShouldBeFalse();
        other.Dispose();
        await UntilAsync(() => store.Rows.ContainsKey("s:1") && Directory.GetFiles(_directory).Length == 0);
        await writer.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Rows_that_neither_the_database_nor_the_disk_takes_in_time_wait_in_memory()
    {
        var log = new LoggedEvents();
        var store = new SwitchedStore { Hangs = new TaskCompletionSource() };
        using var writer = Writer(store, Unwritable(), log);
        await writer.StartAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < 10; i++)
        {
            writer.Take(Entry($"s:{i}"));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        await UntilAsync(() => log.Has(Kept));
        store.Hangs.SetResult();
        await UntilAsync(() => store.Rows.Count == 10 && log.Has(Safe));
        await writer.StopAsync(CancellationToken.None);
        log.Has(Lost).ShouldBeFalse();
    }

    [Fact]
    public async Task Rows_in_memory_go_to_the_disk_as_soon_as_it_takes_them()
    {
        var log = new LoggedEvents();
        var store = new SwitchedStore { IsAway = true };
        var spool = Unwritable();
        using var writer = Writer(store, spool, log);
        await writer.StartAsync(TestContext.Current.CancellationToken);
        writer.Take(Entry("s:1"));
        await UntilAsync(() => log.Has(Kept));
        File.Delete(Path.GetDirectoryName(spool)!);
        await UntilAsync(() => log.Has(Safe));
        Directory.GetFiles(spool).Length.ShouldBe(1);
        store.IsAway = false;
        await UntilAsync(() => store.Rows.Count == 1 && Directory.GetFiles(spool).Length == 0);
        await writer.StopAsync(CancellationToken.None);
        log.Has(Lost).ShouldBeFalse();
    }

    [Fact]
    public async Task Rows_that_nothing_takes_until_the_end_are_lost_aloud()
    {
        var log = new LoggedEvents();
        using var writer = Writer(new SwitchedStore { IsAway = true }, Unwritable(), log);
        await writer.StartAsync(TestContext.Current.CancellationToken);
        writer.Take(Entry("s:1"));
        await UntilAsync(() => log.Has(Kept));
        log.Has(Lost).ShouldBeFalse();
        await writer.StopAsync(CancellationToken.None);
        log.Has(Lost).ShouldBeTrue();
    }

    private static LedgerEntry Entry(string id) => new(
        new LedgerRow { RequestId = id, Spend = 0.000000123456789012m, EndTime = TimeProvider.System.GetUtcNow() }, [new SpendDebit("key:k", "main")]);

    private static async Task UntilAsync(Func<bool> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(30));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    // By another program, since .NET asks for a lock that the writer has.
    private int SpooledLines() => Directory.GetFiles(_directory).Sum(file =>
    {
        using var cat = Process.Start(new ProcessStartInfo("cat", [file]) { RedirectStandardOutput = true })!;
        return cat.StandardOutput.ReadToEnd().Count(c => c == '\n');
    });

    // Below a file there is no directory, also for root.
    private string Unwritable()
    {
        var file = Path.Combine(_directory, "file");
        File.WriteAllText(file, "");
        return Path.Combine(file, "spool");
    }

    private LedgerWriter Writer(ILedgerStore store, string? directory = null, ILogger<LedgerWriter>? log = null)
    {
        var services = new ServiceCollection().AddMetrics()
            .AddSingleton(new RealtimeDatabase(DatabaseTarget.Sqlite("unused.db")))
            .AddSingleton(store)
            .BuildServiceProvider();
        var config = new ConfigStore(
            null,
            ConfigLoader.Load(null, new Dictionary<string, string>()), NullLogger<ConfigStore>.Instance);
        var alerts = new AlertBoard(
            config, [], ActivatorUtilities.CreateInstance<RealtimeMetrics>(services), TimeProvider.System, NullLogger<AlertBoard>.Instance);
        return new LedgerWriter(
            services,
            new LedgerOptions { SpoolDirectory = directory ?? _directory, Retry = TimeSpan.FromMilliseconds(50), Look = TimeSpan.FromMilliseconds(50) },
            alerts,
            TimeProvider.System,
            log ?? NullLogger<LedgerWriter>.Instance);
    }
}
