namespace Realtime.Gateway.Admin.Teams;

/// <summary>A user in a team.</summary>
internal sealed record MemberFields
{
    /// <summary>The role: admin or user.</summary>
    public string Role { get; init; } = "user";

    /// <summary>The user's id.</summary>
    public string? UserId { get; init; }

    /// <summary>The user's e-mail address, in the place of the id.</summary>
    public string? UserEmail { get; init; }
}
