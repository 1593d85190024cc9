using Realtime.Gateway.Admin.Users;

namespace Realtime.Gateway.Admin.Teams;

/// <summary>A team with the members that were added.</summary>
internal sealed record MembersAdded : TeamInfo
{
    /// <summary>Makes it.</summary>
    public MembersAdded(TeamInfo team, IReadOnlyList<UserInfo> users, IReadOnlyList<MembershipInfo> memberships)
        : base(team)
    {
        UpdatedUsers = users;
        UpdatedTeamMemberships = memberships;
    }

    /// <summary>The users.</summary>
    public IReadOnlyList<UserInfo> UpdatedUsers { get; }

    /// <summary>What they may do with keys of the team.</summary>
    public IReadOnlyList<MembershipInfo> UpdatedTeamMemberships { get; }
}
