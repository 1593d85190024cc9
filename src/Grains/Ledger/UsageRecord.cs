using Realtime.Storage.Model;

namespace Realtime.Grains.Ledger;

/// <summary>A row of usage with what was said.</summary>
/// <param name="Row">The row; not changed any more.</param>
/// <param name="Content">What was said.</param>
internal sealed record UsageRecord(LedgerRow Row, UsageContent Content);
