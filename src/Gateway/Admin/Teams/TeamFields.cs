using Realtime.Gateway.Admin.Calls;
using Realtime.Gateway.Admin.Policies;

namespace Realtime.Gateway.Admin.Teams;

/// <summary>What may be set for a team.</summary>
[InertFields(
    "organization_id", "admins", "members", "team_member_permissions", "tpm_limit_type", "rpm_limit_type", "access_group_ids",
    "default_team_member_models", "prompts", "object_permission", "allowed_passthrough_routes", "secret_manager_settings", "mcp_rpm_limit",
    "allowed_vector_store_indexes")]
internal abstract record TeamFields : PolicyFields
{
    /// <summary>The team's name.</summary>
    public string? TeamAlias { get; init; }

    /// <summary>Whether its keys are refused.</summary>
    public bool? Blocked { get; init; }

    /// <summary>Other names for models: what a client asks for to what is meant.</summary>
    public Dictionary<string, string>? ModelAliases { get; init; }

    /// <summary>The spend in US dollars that each member is allowed, where the member has no budget of its own.</summary>
    public decimal? TeamMemberBudget { get; init; }

    /// <summary>The period of team_member_budget.</summary>
    public string? TeamMemberBudgetDuration { get; init; }

    /// <summary>Requests a minute for each member.</summary>
    public long? TeamMemberRpmLimit { get; init; }

    /// <summary>Tokens a minute for each member.</summary>
    public long? TeamMemberTpmLimit { get; init; }

    /// <summary>How long keys of members live at most.</summary>
    public string? TeamMemberKeyDuration { get; init; }
}
