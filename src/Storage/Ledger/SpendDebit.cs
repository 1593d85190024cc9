using Realtime.Storage.Model;

namespace Realtime.Storage.Ledger;

/// <summary>A window that is debited.</summary>
/// <param name="Scope">The owner; see <see cref="SpendScope"/>.</param>
/// <param name="Window">The window; see <see cref="SpendWindow"/>.</param>
/// <param name="Duration">The window's period, for a window that is not there yet; null: none.</param>
public sealed record SpendDebit(string Scope, string Window, string? Duration = null);
