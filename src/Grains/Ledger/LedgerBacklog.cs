using Realtime.Storage.Ledger;

namespace Realtime.Grains.Ledger;

/// <summary>Rows that are neither in the database nor on the disk yet, kept in bounded memory in the order in which they came.</summary>
/// <param name="maxRows">How many at most.</param>
/// <param name="maxBytes">How much memory they take at most, by estimate.</param>
internal sealed class LedgerBacklog(int maxRows, long maxBytes)
{
    // What a row without anything that was said takes, with its debits.
    private const int RowBytes = 2048;

    private readonly Lock _gate = new();
    private readonly LinkedList<LedgerEntry> _rows = new();
    private long _bytes;

    /// <summary>Keeps rows as long as there is room.</summary>
    /// <param name="rows">The rows.</param>
    /// <returns>How many found none.</returns>
    public int Add(IReadOnlyCollection<LedgerEntry> rows)
    {
        lock (_gate)
        {
            var left = rows.Count;
            foreach (var row in rows)
            {
                var bytes = SizeOf(row);
                if (_rows.Count >= maxRows || _bytes + bytes > maxBytes)
                {
                    break;
                }

                _rows.AddLast(row);
                _bytes += bytes;
                left--;
            }

            return left;
        }
    }

    /// <summary>Takes the oldest rows out.</summary>
    /// <param name="atMost">How many.</param>
    /// <returns>The rows; none when there are none.</returns>
    public List<LedgerEntry> Take(int atMost)
    {
        lock (_gate)
        {
            var taken = new List<LedgerEntry>();
            while (taken.Count < atMost && _rows.First is { } first)
            {
                _rows.RemoveFirst();
                _bytes -= SizeOf(first.Value);
                taken.Add(first.Value);
            }

            return taken;
        }
    }

    /// <summary>Puts rows back that were taken out and could not be written: they had their room.</summary>
    /// <param name="taken">The rows.</param>
    public void Return(List<LedgerEntry> taken)
    {
        lock (_gate)
        {
            for (var at = taken.Count - 1; at >= 0; at--)
            {
                _rows.AddFirst(taken[at]);
                _bytes += SizeOf(taken[at]);
            }
        }
    }

    private static long SizeOf(LedgerEntry entry) =>
        RowBytes + (sizeof(char) * ((entry.Row.Messages?.Length ?? 0L) + (entry.Row.Response?.Length ?? 0L)));
}
