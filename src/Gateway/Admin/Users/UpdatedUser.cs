namespace Realtime.Gateway.Admin.Users;

/// <summary>A user that was changed.</summary>
/// <param name="UserId">The id.</param>
/// <param name="Data">The user.</param>
internal sealed record UpdatedUser(string UserId, UserInfo Data);
