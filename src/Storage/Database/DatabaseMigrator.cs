using Microsoft.EntityFrameworkCore;
using Realtime.Storage.Database.Postgres;
using Realtime.Storage.Database.Sqlite;

namespace Realtime.Storage.Database;

/// <summary>Brings the tables up to date. Any number of processes may do so at once: one does the work, the others wait for it.</summary>
/// <param name="database">The database.</param>
/// <param name="time">The clock.</param>
public sealed class DatabaseMigrator(RealtimeDatabase database, TimeProvider time)
{
    /// <summary>Brings the tables up to date.</summary>
    /// <param name="cancellationToken">The process is told to stop.</param>
    /// <returns>A task that ends when they are.</returns>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        var context = database.Create();
        await using (context.ConfigureAwait(false))
        {
            if (database.Target.SqlitePath is { } path)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
                using var file = await SqliteMigrationLock.TakeAsync(path, time, cancellationToken).ConfigureAwait(false);
                await SqliteMigrationLock.ForgetDeadOwnerAsync(context, cancellationToken).ConfigureAwait(false);
                await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                var held = await PostgresMigrationLock.TakeAsync(database.CreateUnpooled(), cancellationToken).ConfigureAwait(false);
                await using (held.ConfigureAwait(false))
                {
                    await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }

        database.MarkReady();
    }
}
