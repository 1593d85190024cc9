using Microsoft.EntityFrameworkCore;

namespace Realtime.Gateway.Admin.Calls;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The rows of the page.</param>
/// <param name="Total">All rows.</param>
/// <param name="Number">The page, from 1.</param>
/// <param name="Size">Rows on a page.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, int Total, int Number, int Size)
{
    /// <summary>Gets how many pages there are.</summary>
    public int Count => (Total + Size - 1) / Size;

    /// <summary>Reads a page.</summary>
    /// <param name="rows">All rows, in an order that is the same every time.</param>
    /// <param name="number">The page.</param>
    /// <param name="size">Rows on a page.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    public static async Task<Page<T>> ReadAsync(IQueryable<T> rows, int number, int size, CancellationToken cancellationToken)
    {
        var total = await rows.CountAsync(cancellationToken).ConfigureAwait(false);
        var items = await rows.Skip((int)Math.Min(int.MaxValue, (long)(number - 1) * size)).Take(size).ToListAsync(cancellationToken).ConfigureAwait(false);
        return new Page<T>(items, total, number, size);
    }
}
