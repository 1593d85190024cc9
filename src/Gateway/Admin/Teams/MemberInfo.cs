namespace Realtime.Gateway.Admin.Teams;

/// <summary>A user in a team.</summary>
/// <param name="Role">The role: admin or user.</param>
/// <param name="UserId">The user's id.</param>
/// <param name="UserEmail">The user's e-mail address.</param>
internal sealed record MemberInfo(string Role, string UserId, string? UserEmail);
