namespace Realtime.Gateway.Admin.Users;

/// <summary>A page of users.</summary>
/// <param name="Users">The users.</param>
/// <param name="Total">All users that fit.</param>
/// <param name="Page">The page.</param>
/// <param name="PageSize">Users on a page.</param>
/// <param name="TotalPages">How many pages there are.</param>
internal sealed record UserList(IReadOnlyList<UserInfo> Users, int Total, int Page, int PageSize, int TotalPages);
