using Microsoft.EntityFrameworkCore;

namespace Realtime.Storage.Database.Postgres;

/// <summary>
/// Lets one process at a time change the tables: an advisory lock, which PostgreSQL gives back when its owner goes. It belongs to a
/// transaction of its own, so that it holds behind a pooler too.
/// </summary>
internal sealed class PostgresMigrationLock : IAsyncDisposable
{
    private const long LockId = 0x7265616C74696D65;

    // Tens of processes may wait behind one that fills an index.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(10);

    private readonly RealtimeDbContext _context;

    private PostgresMigrationLock(RealtimeDbContext context) => _context = context;

    /// <summary>Waits for the lock.</summary>
    /// <param name="context">A context for the lock alone; it is disposed with it.</param>
    /// <param name="cancellationToken">The process is told to stop.</param>
    /// <returns>The lock.</returns>
    public static async Task<PostgresMigrationLock> TakeAsync(RealtimeDbContext context, CancellationToken cancellationToken)
    {
        var held = new PostgresMigrationLock(context);
        try
        {
            context.Database.SetCommandTimeout(_patience);
            await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({LockId})", cancellationToken).ConfigureAwait(false);
            return held;
        }
        catch
        {
            await held.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
