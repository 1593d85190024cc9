using Microsoft.EntityFrameworkCore;
using Realtime.Storage.Ledger;
using Realtime.Storage.Model;
using Realtime.Storage.Tests.Running;

namespace Realtime.Storage.Tests.Ledger;

[Collection(nameof(DatabaseCollection))]
public sealed class LedgerTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Batch_that_is_written_again_changes_nothing(DatabaseKind kind)
    {
        using var test = await TestDatabase.CreateAsync(kind, postgres);
        LedgerEntry[] Batch() => [Entry("s:1", 0.25m), Entry("s:2", 0.5m), Entry("s:2", 0.5m)];

        (await test.Ledger.WriteAsync(Batch(), TestDatabase.Cancel)).ShouldBe(["s:1", "s:2"]);
        (await test.Ledger.WriteAsync(Batch(), TestDatabase.Cancel)).ShouldBeEmpty();
        (await test.Ledger.WriteAsync([.. Batch(), Entry("s:3", 1m)], TestDatabase.Cancel)).ShouldBe(["s:3"]);

        await SpendIsAsync(test, 1.75m);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Rehearsal_leaves_nothing(DatabaseKind kind)
    {
        using var test = await TestDatabase.CreateAsync(kind, postgres);

        await Task.WhenAll(test.Ledger.RehearseAsync(TestDatabase.Cancel), test.Ledger.RehearseAsync(TestDatabase.Cancel));

        (await test.Database.ReadAsync(context => context.Ledger.CountAsync(TestDatabase.Cancel), TestDatabase.Cancel)).ShouldBe(0);
        (await test.Database.ReadAsync(context => context.Spend.CountAsync(TestDatabase.Cancel), TestDatabase.Cancel)).ShouldBe(0);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Writers_of_overlapping_batches_at_once_book_each_row_once(DatabaseKind kind)
    {
        using var test = await TestDatabase.CreateAsync(kind, postgres);

        // Each row is in the batches of two writers.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var batch = 0; batch < 10; batch++)
            {
                var entries = Enumerable.Range(0, 10).Select(i => Entry($"{writer / 2}:{batch}:{i}", 0.001m, "k" + (i % 3))).ToArray();
                await test.Ledger.WriteAsync(entries, TestDatabase.Cancel);
            }
        })));

        await SpendIsAsync(test, 0.2m);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Money_is_exact_to_eighteen_places(DatabaseKind kind)
    {
        using var test = await TestDatabase.CreateAsync(kind, postgres);
        const decimal Smallest = 0.000000000000000001m;
        var amounts = new[] { 123_456_789.123456789012345678m, 0.1m, 0.2m, Smallest, 1m / 3m };

        await test.Ledger.WriteAsync(amounts.Select((amount, i) => Entry("s:" + i, amount)).ToArray(), TestDatabase.Cancel);

        await SpendIsAsync(test, 123_456_789.123456789012345678m + 0.3m + Smallest + 0.333333333333333333m);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Old_rows_go_and_their_spend_stays(DatabaseKind kind)
    {
        using var test = await TestDatabase.CreateAsync(kind, postgres);
        await test.Ledger.WriteAsync(
            [.. Enumerable.Range(0, 5).Select(i => Entry("s:" + i, 1m, at: TestDatabase.Now.AddDays(i)))], TestDatabase.Cancel);

        (await test.Ledger.DeleteBeforeAsync(TestDatabase.Now.AddDays(3), 2, TestDatabase.Cancel)).ShouldBe(2);
        (await test.Ledger.DeleteBeforeAsync(TestDatabase.Now.AddDays(3), 2, TestDatabase.Cancel)).ShouldBe(1);

        (await test.Database.ReadAsync(context => context.Ledger.Select(row => row.RequestId).ToListAsync(TestDatabase.Cancel), TestDatabase.Cancel))
            .ShouldBe(["s:3", "s:4"], ignoreOrder: true);
        (await test.Policies.ReadSpendAsync(SpendScope.Key("k"), TestDatabase.Cancel)).Single().Spend.ShouldBe(5m);
    }

    private static LedgerEntry Entry(string id, decimal spend, string key = "k", DateTimeOffset? at = null) => new(
        new LedgerRow
        {
            RequestId = id,
            SessionId = "s",
            ApiKey = key,
            Spend = spend,
            StartTime = at ?? TestDatabase.Now,
            EndTime = at ?? TestDatabase.Now,
            Model = "gpt-realtime",
        },
        [new SpendDebit(SpendScope.Key(key), SpendWindow.Main), new SpendDebit(SpendScope.Team("t"), SpendWindow.Main)]);

    // The databases' own sums, the sums of the rows and what was counted must all be the same.
    private static async Task SpendIsAsync(TestDatabase test, decimal expected)
    {
        var (sum, rows, spend) = await test.Database.ReadAsync(
            async context => (
                await context.Ledger.SumAsync(row => row.Spend, TestDatabase.Cancel),
                await context.Ledger.Select(row => row.Spend).ToListAsync(TestDatabase.Cancel),
                await context.Spend.ToListAsync(TestDatabase.Cancel)),
            TestDatabase.Cancel);
        sum.ShouldBe(expected);
        rows.Sum().ShouldBe(expected);
        spend.Where(row => row.Scope.StartsWith("key:", StringComparison.Ordinal)).Sum(row => row.Spend).ShouldBe(expected);
        spend.Single(row => row.Scope == "team:t").Spend.ShouldBe(expected);
    }
}
