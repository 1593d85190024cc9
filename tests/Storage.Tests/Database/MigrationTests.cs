using Microsoft.EntityFrameworkCore;
using Realtime.Storage.Database;
using Realtime.Storage.Tests.Running;

namespace Realtime.Storage.Tests.Database;

[Collection(nameof(DatabaseCollection))]
public sealed class MigrationTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Ten_processes_that_start_at_once_all_find_the_tables(DatabaseKind kind)
    {
        using var test = await TestDatabase.CreateEmptyAsync(kind, postgres);
        var databases = Enumerable.Range(0, 10).Select(process => new RealtimeDatabase(OwnPool(test.Target, process))).ToArray();

        await Task.WhenAll(databases.Select(one => Task.Run(() => new DatabaseMigrator(one, TimeProvider.System).MigrateAsync(TestDatabase.Cancel))));

        foreach (var database in databases)
        {
            database.IsReady.ShouldBeTrue();
            (await database.ReadAsync(context => context.Keys.CountAsync(TestDatabase.Cancel), TestDatabase.Cancel)).ShouldBe(0);
        }
    }

    [Fact]
    public async Task Lock_of_a_process_that_was_killed_while_it_migrated_keeps_nobody_out()
    {
        using var test = await TestDatabase.CreateAsync(DatabaseKind.Sqlite, postgres);
        await using (var context = test.Database.Create())
        {
            await context.Database.ExecuteSqlRawAsync(
                "INSERT INTO \"__EFMigrationsLock\" (\"Id\", \"Timestamp\") VALUES (1, '2026-01-01 00:00:00+00:00')", TestDatabase.Cancel);
        }

        await new DatabaseMigrator(test.Database, TimeProvider.System).MigrateAsync(TestDatabase.Cancel)
            .WaitAsync(TimeSpan.FromSeconds(60), TestDatabase.Cancel);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Model_has_no_change_without_a_migration(DatabaseKind kind)
    {
        using var test = await TestDatabase.CreateAsync(kind, postgres);
        await using var context = test.Database.Create();
        context.Database.HasPendingModelChanges().ShouldBeFalse();
    }

    [Fact]
    public async Task Database_that_was_not_prepared_is_away()
    {
        using var test = await TestDatabase.CreateEmptyAsync(DatabaseKind.Sqlite, postgres);
        await Should.ThrowAsync<StorageUnavailableException>(() => test.Policies.FindKeyAsync("x", TestDatabase.Cancel));
    }

    // Processes do not share a pool of connections; what has another name does not either.
    private static DatabaseTarget OwnPool(DatabaseTarget target, int process) =>
        target.ConnectionString is { } address ? DatabaseTarget.Postgres($"{address};Application Name=process{process}") : target;
}
