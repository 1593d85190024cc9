namespace Realtime.Gateway.Admin.Keys;

/// <summary>The user that a key belongs to.</summary>
/// <param name="UserId">The id.</param>
/// <param name="UserAlias">The name.</param>
/// <param name="UserEmail">The e-mail address.</param>
/// <param name="UserRole">The role.</param>
internal sealed record KeyOwner(string UserId, string? UserAlias, string? UserEmail, string UserRole);
