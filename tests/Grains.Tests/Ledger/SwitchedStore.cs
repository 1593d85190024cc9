using System.Collections.Concurrent;
using Realtime.Storage.Database;
using Realtime.Storage.Ledger;

namespace Realtime.Grains.Tests.Ledger;

/// <summary>A ledger that can be away, or hang.</summary>
internal sealed class SwitchedStore : ILedgerStore
{
    public bool IsAway { get; set; }

    public TaskCompletionSource? Hangs { get; set; }

    public ConcurrentDictionary<string, LedgerEntry> Rows { get; } = [];

    public async Task<IReadOnlyCollection<string>> WriteAsync(IReadOnlyCollection<LedgerEntry> batch, CancellationToken cancellationToken = default)
    {
        if (IsAway)
        {
            throw new StorageUnavailableException();
        }

        if (Hangs is { } hangs)
        {
            await hangs.Task.WaitAsync(cancellationToken);
        }

        return [.. batch.Where(entry => Rows.TryAdd(entry.Row.RequestId, entry)).Select(entry => entry.Row.RequestId)];
    }

    public Task<int> DeleteBeforeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default) => Task.FromResult(0);
}
