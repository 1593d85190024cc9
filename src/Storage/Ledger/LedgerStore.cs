using Microsoft.EntityFrameworkCore;
using Realtime.Storage.Database;
using Realtime.Storage.Model;
using Realtime.Storage.Policies;

namespace Realtime.Storage.Ledger;

/// <inheritdoc cref="ILedgerStore"/>
internal sealed class LedgerStore(RealtimeDatabase database) : ILedgerStore
{
    /// <inheritdoc/>
    public async Task<IReadOnlyCollection<string>> WriteAsync(
        IReadOnlyCollection<LedgerEntry> batch, CancellationToken cancellationToken = default)
    {
        // The same id twice in a batch is the same row twice.
        var entries = batch.DistinctBy(entry => entry.Row.RequestId).ToArray();
        return entries.Length == 0 ? [] : await database.ChangeAsync(
            null, context => WriteAsync(context, entries, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task RehearseAsync(CancellationToken cancellationToken = default)
    {
        var id = Guid.NewGuid().ToString("N");
        var row = new LedgerRow { RequestId = id, Spend = 1, StartTime = DateTimeOffset.UnixEpoch, EndTime = DateTimeOffset.UnixEpoch };
        try
        {
            var context = database.Create();
            await using (context.ConfigureAwait(false))
            {
                var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    await WriteAsync(context, [new LedgerEntry(row, [new SpendDebit(id, SpendWindow.Main)])], cancellationToken).ConfigureAwait(false);
                    await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                    await transaction.RollbackAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception exception) when (DatabaseErrors.IsAway(exception))
        {
            throw new StorageUnavailableException("The database does not answer.", exception);
        }
    }

    /// <inheritdoc/>
    public Task<int> DeleteBeforeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default) =>
        database.ChangeAsync(
            null,
            context =>
            {
                var old = context.Ledger.Where(row => row.EndTime < before).OrderBy(row => row.EndTime).Take(limit).Select(row => row.RequestId);
                return context.Ledger.Where(row => old.Contains(row.RequestId)).ExecuteDeleteAsync(cancellationToken);
            },
            cancellationToken);

    private static async Task<IReadOnlyCollection<string>> WriteAsync(
        RealtimeDbContext context, LedgerEntry[] entries, CancellationToken cancellationToken)
    {
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        var ids = entries.Select(entry => entry.Row.RequestId).ToArray();
        var present = await context.Ledger.Where(row => ids.Contains(row.RequestId)).Select(row => row.RequestId)
            .ToHashSetAsync(StringComparer.Ordinal, cancellationToken).ConfigureAwait(false);
        var fresh = entries.Where(entry => !present.Contains(entry.Row.RequestId)).ToArray();
        foreach (var row in fresh.Select(entry => entry.Row))
        {
            row.Spend = Money.Round(row.Spend);
            row.Day = DateOnly.FromDateTime(row.EndTime.UtcDateTime);
            context.Ledger.Add(row);
        }

        // Before the spend's rows are locked, so that two writers of the same rows do not meet half-way.
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await DebitAsync(context, fresh, cancellationToken).ConfigureAwait(false);
        return fresh.Select(entry => entry.Row.RequestId).ToArray();
    }

    private static async Task DebitAsync(RealtimeDbContext context, LedgerEntry[] entries, CancellationToken cancellationToken)
    {
        var costly = entries.Where(entry => entry.Row.Spend != 0).OrderBy(entry => entry.Row.EndTime).ToArray();
        var scopes = costly.SelectMany(entry => entry.Debits).Select(debit => debit.Scope).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (scopes.Length == 0)
        {
            return;
        }

        var rows = (await SpendRows.LockAsync(context, scopes, cancellationToken).ConfigureAwait(false)).ToDictionary(row => (row.Scope, row.Window));
        foreach (var (row, debits) in costly)
        {
            foreach (var debit in debits)
            {
                if (!rows.TryGetValue((debit.Scope, debit.Window), out var spend))
                {
                    spend = rows[(debit.Scope, debit.Window)] = SpendRows.Add(context, debit.Scope, debit.Window);
                    spend.SetDuration(debit.Duration, row.EndTime);
                }

                spend.Add(row.Spend, row.EndTime);
            }
        }

        context.ChangeTracker.DetectChanges();
    }
}
