using System.Text.Json.Serialization;

namespace Realtime.Gateway.Admin.Teams;

/// <summary>Members to be added to a team.</summary>
internal sealed record AddMembersRequest
{
    /// <summary>The team's id.</summary>
    public required string TeamId { get; init; }

    /// <summary>One member, or a list of them.</summary>
    [JsonConverter(typeof(OneOrManyMembers))]
    public required List<MemberFields> Member { get; init; }

    /// <summary>The spend in US dollars that each of them is allowed with keys of this team.</summary>
    public decimal? MaxBudgetInTeam { get; init; }

    /// <summary>The period of max_budget_in_team.</summary>
    public string? BudgetDuration { get; init; }

    /// <summary>The models that they may use with keys of this team; none: the team's.</summary>
    public List<string>? AllowedModels { get; init; }
}
