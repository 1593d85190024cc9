namespace Realtime.Gateway.Admin.Teams;

/// <summary>What changes of a team: the fields that are given; null takes a setting away.</summary>
internal sealed record UpdateTeamRequest : TeamFields
{
    /// <summary>The team's id.</summary>
    public required string TeamId { get; init; }
}
