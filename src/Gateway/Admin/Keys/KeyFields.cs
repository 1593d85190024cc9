using Realtime.Gateway.Admin.Calls;
using Realtime.Gateway.Admin.Policies;

namespace Realtime.Gateway.Admin.Keys;

/// <summary>What may be set for a key.</summary>
[InertFields(
    "permissions", "config", "mcp_rpm_limit", "tag_rpm_limit", "prompts", "allowed_cache_controls", "object_permission",
    "allowed_passthrough_routes", "allowed_vector_store_indexes", "send_invite_email", "access_group_ids", "tpm_limit_type", "rpm_limit_type",
    "agent_id", "organization_id", "project_id", "budget_fallbacks", "enforced_params", "auto_rotate", "rotation_interval",
    "throttle_on_budget_exceeded")]
internal abstract record KeyFields : PolicyFields
{
    /// <summary>The key's name; no other key has it.</summary>
    public string? KeyAlias { get; init; }

    /// <summary>How long the key lives, such as 30d; none: for ever. In an update it counts from then.</summary>
    public string? Duration { get; init; }

    /// <summary>What it has spent so far, in US dollars.</summary>
    public decimal? Spend { get; init; }

    /// <summary>The budget whose limits count where the key sets none.</summary>
    public string? BudgetId { get; init; }

    /// <summary>The user that it belongs to.</summary>
    public string? UserId { get; init; }

    /// <summary>The team that it belongs to.</summary>
    public string? TeamId { get; init; }

    /// <summary>Whether it is blocked.</summary>
    public bool? Blocked { get; init; }

    /// <summary>Other names for models: what a client asks for to what is meant.</summary>
    public Dictionary<string, string>? Aliases { get; init; }

    /// <summary>The routes that it may call: paths, paths that end in *, llm_api_routes, management_routes, info_routes; none: all.</summary>
    public List<string>? AllowedRoutes { get; init; }

    /// <summary>In the place of allowed_routes: llm_api, management, read_only or default.</summary>
    public string? KeyType { get; init; }
}
