using System.Collections.Concurrent;
using Realtime.Storage.Database;
using Realtime.Storage.Ledger;

namespace Realtime.Grains.Tests.Ledger;

/// <summary>A ledger that can be away, or hang.</summary>
internal sealed class SwitchedStore : ILedgerStore
{
    public bool IsAway { get; set; }

    public TaskCompletionSource? Hangs { get; set; }

    /// <summary>Gets or sets what the call waits for before it gives back its task, as the first one of a process does.</summary>
    public ManualResetEventSlim? Blocks { get; set; }

    public ConcurrentDictionary<string, LedgerEntry> Rows { get; } = [];

    public async Task<IReadOnlyCollection<string>> WriteAsync(IReadOnlyCollection<LedgerEntry> batch, CancellationToken cancellationToken = default)
    {
        Blocks?.Wait(CancellationToken.None);
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

    public Task RehearseAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task<int> DeleteBeforeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default) => Task.FromResult(0);
}
