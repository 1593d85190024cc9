using Realtime.Configuration;
using Realtime.Storage.Audit;
using Realtime.Storage.Database;
using Realtime.Storage.Ledger;
using Realtime.Storage.Policies;

namespace Realtime.Storage.Tests.Running;

/// <summary>A fresh database of either kind.</summary>
internal sealed class TestDatabase : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("realtime-storage-");

    private TestDatabase(Func<DirectoryInfo, DatabaseTarget> target)
    {
        Target = target(_directory);
        Database = new RealtimeDatabase(Target);
    }

    public static DateTimeOffset Now { get; } = new(2026, 8, 12, 15, 30, 0, TimeSpan.Zero);

    public DatabaseTarget Target { get; }

    public RealtimeDatabase Database { get; }

    public PolicyStore Policies => new(Database);

    public LedgerStore Ledger => new(Database);

    public static AuditActor Admin { get; } = new("admin", "hash-of-admin", Now);

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<TestDatabase> CreateAsync(DatabaseKind kind, PostgresFixture postgres)
    {
        var database = await CreateEmptyAsync(kind, postgres);
        await new DatabaseMigrator(database.Database, TimeProvider.System).MigrateAsync(Cancel);
        return database;
    }

    public static async Task<TestDatabase> CreateEmptyAsync(DatabaseKind kind, PostgresFixture postgres)
    {
        if (kind == DatabaseKind.Sqlite)
        {
            return new TestDatabase(directory => DatabaseTarget.Sqlite(Path.Combine(directory.FullName, "data", DatabaseChoice.FileName)));
        }

        Assert.SkipWhen(postgres.Server is null, "PostgreSQL is not installed on this machine");
        var url = await postgres.Server!.CreateDatabaseAsync("t" + Guid.NewGuid().ToString("N"));
        return new TestDatabase(_ => Postgres(url));
    }

    public static DatabaseTarget Postgres(string url)
    {
        var target = DatabaseChoice.Choose(new GeneralSettings { DatabaseUrl = new Secret(url) }, "data", isClustered: true, out var problem);
        problem.ShouldBeNull();
        return target!;
    }

    /// <summary>Adds a row, as an administrator does.</summary>
    public Task AddAsync(object row) => Database.ChangeAsync(
        Admin,
        context =>
        {
            context.Add(row);
            return Task.FromResult(true);
        },
        Cancel);

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _directory.Delete(recursive: true);
    }
}
