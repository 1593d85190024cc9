using Microsoft.EntityFrameworkCore;
using Realtime.Storage.Database;
using Realtime.Storage.Model;

namespace Realtime.Storage.Policies;

/// <summary>Reads spend for a change: nobody else changes it until the transaction ends.</summary>
public static class SpendRows
{
    /// <summary>Reads all windows of some owners and keeps others from changing them.</summary>
    /// <param name="context">The context, inside a transaction.</param>
    /// <param name="scopes">The owners.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    /// <returns>The windows, tracked.</returns>
    public static Task<List<SpendRow>> LockAsync(RealtimeDbContext context, string[] scopes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);

        // SQLite lets one transaction write at a time anyway. In PostgreSQL one order for all keeps two writers from waiting for each other.
        return context.Database.IsNpgsql()
            ? context.Spend.FromSql($"SELECT * FROM spend WHERE scope = ANY({scopes}) ORDER BY scope, \"window\" FOR UPDATE").ToListAsync(cancellationToken)
            : context.Spend.Where(row => scopes.Contains(row.Scope)).ToListAsync(cancellationToken);
    }

    /// <summary>Reads one window for a change; makes it where there is none.</summary>
    /// <param name="context">The context, inside a transaction.</param>
    /// <param name="scope">The owner.</param>
    /// <param name="window">The window.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    /// <returns>The window, tracked.</returns>
    public static async Task<SpendRow> FindOrAddAsync(
        RealtimeDbContext context, string scope, string window, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var rows = await LockAsync(context, [scope], cancellationToken).ConfigureAwait(false);
        return rows.Find(row => row.Window == window) ?? Add(context, scope, window);
    }

    /// <summary>Makes a window.</summary>
    /// <param name="context">The context.</param>
    /// <param name="scope">The owner.</param>
    /// <param name="window">The window.</param>
    /// <returns>The window, tracked.</returns>
    internal static SpendRow Add(RealtimeDbContext context, string scope, string window) =>
        context.Spend.Add(new SpendRow { Scope = scope, Window = window }).Entity;
}
