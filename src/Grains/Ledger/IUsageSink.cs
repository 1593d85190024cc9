namespace Realtime.Grains.Ledger;

/// <summary>Something beside the ledger that wants each row, as a callback. It must not keep the session waiting.</summary>
internal interface IUsageSink
{
    /// <summary>Takes a row.</summary>
    /// <param name="record">The row.</param>
    void Take(UsageRecord record);
}
