using Microsoft.EntityFrameworkCore;

namespace Realtime.Storage.Database.Sqlite;

/// <summary>
/// Lets one process at a time change the tables of a file: an operating system's lock on a file beside it, which ends with its
/// owner. EF's own lock for SQLite is a row that a killed process leaves behind, and every later start would wait for ever.
/// </summary>
internal static class SqliteMigrationLock
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for the lock.</summary>
    /// <param name="path">The database's file.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">The process is told to stop.</param>
    /// <returns>The lock, to be disposed.</returns>
    public static async Task<FileStream> TakeAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (exception is not (DirectoryNotFoundException or FileNotFoundException))
            {
                await Task.Delay(_interval, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Removes the row that a killed process left; whoever holds the file's lock knows that its owner is gone.</summary>
    /// <param name="context">The database.</param>
    /// <param name="cancellationToken">The process is told to stop.</param>
    /// <returns>A task that ends when it is removed.</returns>
    public static async Task ForgetDeadOwnerAsync(RealtimeDbContext context, CancellationToken cancellationToken)
    {
        var tables = await context.Database
            .SqlQuery<int>($"SELECT COUNT(*) AS \"Value\" FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsLock'")
            .SingleAsync(cancellationToken).ConfigureAwait(false);
        if (tables > 0)
        {
            await context.Database.ExecuteSqlAsync($"DELETE FROM \"__EFMigrationsLock\"", cancellationToken).ConfigureAwait(false);
        }
    }
}
