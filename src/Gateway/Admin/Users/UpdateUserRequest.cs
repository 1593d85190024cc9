namespace Realtime.Gateway.Admin.Users;

/// <summary>What changes of a user: the fields that are given; null takes a setting away.</summary>
internal sealed record UpdateUserRequest : UserFields
{
    /// <summary>The user's id.</summary>
    public required string UserId { get; init; }
}
