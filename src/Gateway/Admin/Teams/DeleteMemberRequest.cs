namespace Realtime.Gateway.Admin.Teams;

/// <summary>A member to be taken out of a team; its keys of the team are deleted.</summary>
internal sealed record DeleteMemberRequest
{
    /// <summary>The team's id.</summary>
    public required string TeamId { get; init; }

    /// <summary>The user's id.</summary>
    public string? UserId { get; init; }

    /// <summary>The user's e-mail address, in the place of the id.</summary>
    public string? UserEmail { get; init; }
}
