namespace Realtime.Gateway.Admin.AuditLog;

/// <summary>A page of the audit.</summary>
/// <param name="AuditLogs">The changes, the last one first.</param>
/// <param name="Total">All changes that fit.</param>
/// <param name="Page">The page.</param>
/// <param name="PageSize">Changes on a page.</param>
/// <param name="TotalPages">How many pages there are.</param>
internal sealed record AuditPage(IReadOnlyList<AuditLogRow> AuditLogs, int Total, int Page, int PageSize, int TotalPages);
