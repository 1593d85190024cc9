using Realtime.Storage.Ledger;

namespace Realtime.Grains.Ledger;

/// <summary>Where sessions write their usage: the ledger, and every sink.</summary>
internal sealed class UsageJournal(LedgerWriter ledger, IEnumerable<IUsageSink> sinks)
{
    private readonly IUsageSink[] _sinks = [.. sinks];

    /// <summary>Writes a row; it is durable within 250 ms.</summary>
    /// <param name="entry">The row, and whom it costs.</param>
    public void Write(LedgerEntry entry)
    {
        ledger.Take(entry);
        foreach (var sink in _sinks)
        {
            sink.Take(entry.Row);
        }
    }
}
