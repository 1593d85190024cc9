namespace Realtime.Gateway.Admin.Spend;

/// <summary>A page of the ledger.</summary>
/// <param name="Data">The rows.</param>
/// <param name="Total">All rows that fit.</param>
/// <param name="Page">The page.</param>
/// <param name="PageSize">Rows on a page.</param>
/// <param name="TotalPages">How many pages there are.</param>
internal sealed record SpendLogPage(IReadOnlyList<SpendLogRow> Data, int Total, int Page, int PageSize, int TotalPages);
