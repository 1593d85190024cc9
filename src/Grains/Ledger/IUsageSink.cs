using Realtime.Storage.Model;

namespace Realtime.Grains.Ledger;

/// <summary>Something beside the ledger that wants each row, as a callback. It must not keep the session waiting.</summary>
internal interface IUsageSink
{
    /// <summary>Takes a row.</summary>
    /// <param name="row">The row; not changed any more.</param>
    void Take(LedgerRow row);
}
