namespace Realtime.Gateway.Admin.Users;

/// <summary>Users to be deleted, with their keys and memberships.</summary>
internal sealed record DeleteUsersRequest
{
    /// <summary>Their ids.</summary>
    public required List<string> UserIds { get; init; }
}
