namespace Realtime.Gateway.Admin.Teams;

/// <summary>A team to be made.</summary>
internal sealed record NewTeamRequest : TeamFields
{
    /// <summary>The team's id; not given: a random one.</summary>
    public string? TeamId { get; init; }

    /// <summary>Its first members.</summary>
    public List<MemberFields>? MembersWithRoles { get; init; }
}
