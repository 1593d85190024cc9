using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Realtime.Storage.Database;
using Realtime.Storage.Ledger;
using Realtime.Storage.Policies;

namespace Realtime.Storage.Hosting;

/// <summary>
/// Prepares the database when the process starts. SQLite's file is this process's own: what is wrong with it stops the start. A
/// PostgreSQL that is away does not: sessions that need no key of it go on, and it is asked again until it answers.
/// </summary>
internal sealed partial class DatabaseStart(
    RealtimeDatabase database, DatabaseMigrator migrator, IPolicyStore policies, ILedgerStore ledger, TimeProvider time, ILogger<DatabaseStart> logger) : BackgroundService
{
    private const int AttemptsPerLine = 15;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (database.Target.SqlitePath is { } path)
        {
            try
            {
                await migrator.MigrateAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is UnauthorizedAccessException or IOException || DatabaseErrors.IsAway(exception))
            {
                throw new InvalidOperationException(
                    $"The database {path} cannot be written ({DatabaseErrors.Describe(exception)}). Make its directory writable, or name another with --data.");
            }

            LogReady(path);
        }

        await base.StartAsync(cancellationToken).ConfigureAwait(false);

        // Usually it answers at once, and whoever starts after this service finds it ready.
        if (ExecuteTask is { } preparing)
        {
            await Task.WhenAny(preparing, Task.Delay(_patience, time, cancellationToken)).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var attempt = 0; database.IsConfigured && !database.IsReady; attempt++)
        {
            try
            {
                await migrator.MigrateAsync(stoppingToken).ConfigureAwait(false);
                LogReady("PostgreSQL");
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                if (attempt % AttemptsPerLine == 0)
                {
                    LogAway(DatabaseErrors.Describe(exception));
                }

                await Task.Delay(_interval, time, stoppingToken).ConfigureAwait(false);
            }
        }

        if (database.IsConfigured)
        {
            await WarmUpAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    // A process's first query, and its first write, take the better part of a second, most of it for compiling. Nobody shall pay for that:
    // least of all the sessions of a silo that died, which all wait for the one policy of their key on a silo that has not read it yet.
    private async Task WarmUpAsync(CancellationToken stoppingToken)
    {
        try
        {
            var hash = await database.ReadAsync(
                context => context.Keys.Select(key => key.Hash).FirstOrDefaultAsync(stoppingToken), stoppingToken).ConfigureAwait(false);
            await policies.FindKeyAsync(hash ?? "", stoppingToken).ConfigureAwait(false);
            await policies.ReadSpendAsync("", stoppingToken).ConfigureAwait(false);
            await ledger.RehearseAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A rehearsal that fails must not end the process: whoever needs the database next says what is wrong with it.
        }
    }

    [LoggerMessage(EventId = 6001, Level = LogLevel.Information, Message = "Keys, teams and the ledger are kept in {Database}")]
    private partial void LogReady(string database);

    [LoggerMessage(
        EventId = 6002,
        Level = LogLevel.Error,
        Message = "The database of general_settings.database_url cannot be used: {Reason}. It is asked again every second")]
    private partial void LogAway(string reason);
}
