namespace Realtime.Gateway.Admin.Teams;

/// <summary>A page of teams.</summary>
/// <param name="Teams">The teams.</param>
/// <param name="Total">All teams that fit.</param>
/// <param name="Page">The page.</param>
/// <param name="PageSize">Teams on a page.</param>
/// <param name="TotalPages">How many pages there are.</param>
internal sealed record TeamPage(IReadOnlyList<TeamInfo> Teams, int Total, int Page, int PageSize, int TotalPages);
