namespace Realtime.Gateway.Admin.Teams;

/// <summary>What changes of a member: the fields that are given; null takes a setting away.</summary>
internal sealed record UpdateMemberRequest
{
    /// <summary>The team's id.</summary>
    public required string TeamId { get; init; }

    /// <summary>The user's id.</summary>
    public required string UserId { get; init; }

    /// <summary>The role: admin or user.</summary>
    public string? Role { get; init; }

    /// <summary>The spend in US dollars that the member is allowed with keys of this team.</summary>
    public decimal? MaxBudgetInTeam { get; init; }

    /// <summary>The period of max_budget_in_team.</summary>
    public string? BudgetDuration { get; init; }

    /// <summary>The models that the member may use with keys of this team.</summary>
    public List<string>? AllowedModels { get; init; }

    /// <summary>Requests a minute.</summary>
    public long? RpmLimit { get; init; }

    /// <summary>Tokens a minute.</summary>
    public long? TpmLimit { get; init; }
}
