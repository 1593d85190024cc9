using Microsoft.EntityFrameworkCore;
using Realtime.Storage.Database;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Policies;

/// <summary>Reads what was spent, to show it.</summary>
internal static class SpendReading
{
    /// <summary>Reads the windows of some owners. They are not tracked: to show the present period must not write it.</summary>
    /// <param name="context">The context.</param>
    /// <param name="scopes">The owners.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    public static async Task<ILookup<string, SpendRow>> ReadAsync(
        RealtimeDbContext context, IEnumerable<string> scopes, CancellationToken cancellationToken)
    {
        var wanted = scopes.ToArray();
        var rows = await context.Spend.AsNoTracking().Where(row => wanted.Contains(row.Scope)).ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.ToLookup(row => row.Scope, StringComparer.Ordinal);
    }

    /// <summary>Reads the windows of one owner.</summary>
    /// <param name="context">The context.</param>
    /// <param name="scope">The owner.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    public static async Task<SpendRow[]> ReadAsync(RealtimeDbContext context, string scope, CancellationToken cancellationToken) =>
        [.. (await ReadAsync(context, [scope], cancellationToken).ConfigureAwait(false))[scope]];
}
