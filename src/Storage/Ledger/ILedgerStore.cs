namespace Realtime.Storage.Ledger;

/// <summary>Writes usage and cost. All methods throw <see cref="Database.StorageUnavailableException"/> while the database is away.</summary>
public interface ILedgerStore
{
    /// <summary>
    /// Writes rows and what they debit in one transaction. Rows that are there already, and their debits, are left out: a batch may be
    /// written again after any failure.
    /// </summary>
    /// <param name="batch">The entries.</param>
    /// <param name="cancellationToken">Nobody wants it any more; whether the batch was written is then unknown.</param>
    /// <returns>The ids of the rows that were new.</returns>
    Task<IReadOnlyCollection<string>> WriteAsync(IReadOnlyCollection<LedgerEntry> batch, CancellationToken cancellationToken = default);

    /// <summary>Writes a row and takes it back: a process's first write takes the better part of a second, most of it for compiling.</summary>
    /// <param name="cancellationToken">The process stops.</param>
    /// <returns>A task that ends when nothing of it is left.</returns>
    Task RehearseAsync(CancellationToken cancellationToken = default);

    /// <summary>Deletes the rows that ended before a time, a bounded number of them; what was spent stays.</summary>
    /// <param name="before">The time.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    /// <returns>How many were deleted; fewer than <paramref name="limit"/> when none are left.</returns>
    Task<int> DeleteBeforeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default);
}
