using Microsoft.EntityFrameworkCore;
using Npgsql;
using Realtime.Storage.Audit;
using Realtime.Storage.Database.Postgres;
using Realtime.Storage.Database.Sqlite;

namespace Realtime.Storage.Database;

/// <summary>The database of this process, if it has one. Every use of it goes through here, so that "away" is one kind of failure.</summary>
public sealed class RealtimeDatabase
{
    private const int Attempts = 5;

    private readonly DbContextOptions<SqliteContext>? _sqlite;
    private readonly DbContextOptions<PostgresContext>? _postgres;

    /// <summary>Makes the database; opens nothing.</summary>
    /// <param name="target">Which database.</param>
    public RealtimeDatabase(DatabaseTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Target = target;
        if (target.SqlitePath is { } path)
        {
            var connection = new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(path), DefaultTimeout = 30 };
            _sqlite = new DbContextOptionsBuilder<SqliteContext>().UseSqlite(connection.ConnectionString).Options;
        }
        else if (target.ConnectionString is { } connectionString)
        {
            _postgres = new DbContextOptionsBuilder<PostgresContext>().UseNpgsql(connectionString).Options;
        }
    }

    /// <summary>Gets which database it is.</summary>
    public DatabaseTarget Target { get; }

    /// <summary>Gets a value indicating whether there is a database at all.</summary>
    public bool IsConfigured => Target.IsConfigured;

    /// <summary>Gets a value indicating whether its tables are up to date, so that it can be used.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Reads.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="work">Reads; the context tracks nothing.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    /// <returns>What was read.</returns>
    /// <exception cref="StorageUnavailableException">The database is away.</exception>
    public async Task<T> ReadAsync<T>(Func<RealtimeDbContext, Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            var context = Open();
            await using (context.ConfigureAwait(false))
            {
                context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
                return await work(context).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (DatabaseErrors.IsAway(exception))
        {
            throw new StorageUnavailableException("The database does not answer.", exception);
        }
    }

    /// <summary>Changes in one transaction. When somebody else changes the same rows first, the work is done again from the beginning.</summary>
    /// <typeparam name="T">What comes of it.</typeparam>
    /// <param name="actor">Who changes; null for what is no administration, such as the ledger.</param>
    /// <param name="work">Reads and changes; what it has changed is saved after it.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="StorageUnavailableException">The database is away.</exception>
    public async Task<T> ChangeAsync<T>(AuditActor? actor, Func<RealtimeDbContext, Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var context = Open();
                await using (context.ConfigureAwait(false))
                {
                    context.Actor = actor;
                    var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                    await using (transaction.ConfigureAwait(false))
                    {
                        var result = await work(context).ConfigureAwait(false);
                        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                        return result;
                    }
                }
            }
            catch (Exception exception) when (DatabaseErrors.IsConflict(exception) && attempt < Attempts)
            {
                // Done again: the work sees the other's rows now.
            }
            catch (Exception exception) when (DatabaseErrors.IsAway(exception))
            {
                throw new StorageUnavailableException("The database does not answer.", exception);
            }
        }
    }

    /// <summary>Opens a context without asking whether the tables are there.</summary>
    internal RealtimeDbContext Create() =>
        _sqlite is not null ? new SqliteContext(_sqlite)
        : _postgres is not null ? new PostgresContext(_postgres)
        : throw new InvalidOperationException("No database is configured.");

    /// <summary>Opens a context of PostgreSQL whose connection is not one of the pool's, so that who waits in it takes none from those who work.</summary>
    internal RealtimeDbContext CreateUnpooled() => new PostgresContext(new DbContextOptionsBuilder<PostgresContext>()
        .UseNpgsql(new NpgsqlConnectionStringBuilder(Target.ConnectionString) { Pooling = false }.ConnectionString).Options);

    /// <summary>Takes the database into use: its tables are up to date.</summary>
    internal void MarkReady() => IsReady = true;

    private RealtimeDbContext Open() =>
        IsReady || !IsConfigured ? Create() : throw new StorageUnavailableException("The database has not been prepared yet.");
}
