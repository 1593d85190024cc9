using Realtime.Gateway.Admin.Calls;
using Realtime.Gateway.Admin.Policies;

namespace Realtime.Gateway.Admin.Users;

/// <summary>What may be set for a user; limits and budgets hold for the user's own keys, not for those of a team.</summary>
[InertFields(
    "teams", "organizations", "permissions", "config", "send_invite_email", "sso_user_id", "allowed_cache_controls", "object_permission", "prompts",
    "mcp_rpm_limit", "tpm_limit_type", "rpm_limit_type")]
internal abstract record UserFields : PolicyFields
{
    /// <summary>The user's name.</summary>
    public string? UserAlias { get; init; }

    /// <summary>The user's e-mail address; no other user has it.</summary>
    public string? UserEmail { get; init; }

    /// <summary>The role: proxy_admin, proxy_admin_viewer, internal_user or internal_user_viewer.</summary>
    public string? UserRole { get; init; }

    /// <summary>What the user has spent so far, in US dollars.</summary>
    public decimal? Spend { get; init; }

    /// <summary>Other names for models.</summary>
    public Dictionary<string, string>? Aliases { get; init; }
}
