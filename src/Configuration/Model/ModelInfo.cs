using System.Collections.Frozen;

namespace Realtime.Configuration;

/// <summary>What <c>model_info</c> says about a deployment, besides its id.</summary>
public sealed record ModelInfo
{
    /// <summary>Gets the information of a deployment that gives none.</summary>
    public static ModelInfo None { get; } = new();

    /// <summary>Gets the kind of model (<c>mode</c>), for instance <c>realtime</c>; null when not said.</summary>
    public string? Mode { get; init; }

    /// <summary>Gets the model whose price applies (<c>base_model</c>); null: the provider's model name.</summary>
    public string? BaseModel { get; init; }

    /// <summary>Gets the tier (<c>free</c> or <c>paid</c>); null when not said.</summary>
    public string? Tier { get; init; }

    /// <summary>Gets a value indicating whether the deployment takes no sessions (<c>blocked</c>).</summary>
    public bool Blocked { get; init; }

    /// <summary>Gets the access groups that keys and teams may name instead of the model (<c>access_groups</c>).</summary>
    public IReadOnlyList<string> AccessGroups { get; init; } = [];

    /// <summary>Gets the team that alone may use the deployment (<c>team_id</c>); null: everyone.</summary>
    public string? TeamId { get; init; }

    /// <summary>Gets the name under which that team asks for it (<c>team_public_model_name</c>).</summary>
    public string? TeamPublicModelName { get; init; }

    /// <summary>Gets the model that a health probe asks for in place of the deployment's (<c>health_check_model</c>).</summary>
    public string? HealthCheckModel { get; init; }

    /// <summary>Gets a value indicating whether background health probes leave the deployment out.</summary>
    public bool DisableBackgroundHealthCheck { get; init; }

    /// <summary>
    /// Gets the environments (<c>development</c>, <c>staging</c>, <c>production</c>) in which the deployment exists; empty: all. The
    /// variable <c>LITELLM_ENVIRONMENT</c> names the present one.
    /// </summary>
    public IReadOnlyList<string> SupportedEnvironments { get; init; } = [];

    /// <summary>
    /// Gets the single values of the section as written, except the id, prices and what comes from a variable: what
    /// <c>GET /model/info</c> shows.
    /// </summary>
    public IReadOnlyDictionary<string, string> Other { get; init; } = FrozenDictionary<string, string>.Empty;
}
