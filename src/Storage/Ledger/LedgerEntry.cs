using Realtime.Storage.Model;

namespace Realtime.Storage.Ledger;

/// <summary>A row and whom it costs. Every debit is of the row's whole <see cref="LedgerRow.Spend"/>, at its <see cref="LedgerRow.EndTime"/>.</summary>
/// <param name="Row">The row.</param>
/// <param name="Debits">The owners and windows that are debited.</param>
public sealed record LedgerEntry(LedgerRow Row, IReadOnlyList<SpendDebit> Debits);
