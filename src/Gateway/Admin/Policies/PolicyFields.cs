using System.Text.Json.Nodes;

namespace Realtime.Gateway.Admin.Policies;

/// <summary>What may be set for a key, a team, a user or a customer.</summary>
internal abstract record PolicyFields : BudgetFields
{
    /// <summary>Budgets that hold at the same time as max_budget.</summary>
    public List<BudgetLimitFields>? BudgetLimits { get; init; }

    /// <summary>The models that may be used: names, patterns such as openai/*, access groups, all-team-models; none or *: all.</summary>
    public List<string>? Models { get; init; }

    /// <summary>Requests a minute by model.</summary>
    public Dictionary<string, long>? ModelRpmLimit { get; init; }

    /// <summary>Tokens a minute by model.</summary>
    public Dictionary<string, long>? ModelTpmLimit { get; init; }

    /// <summary>The longest that one session may last, such as 30m.</summary>
    public string? MaxSessionDuration { get; init; }

    /// <summary>What one session may cost in US dollars.</summary>
    public decimal? MaxSessionCost { get; init; }

    /// <summary>The names of the guardrails that apply; each must stand in the configuration.</summary>
    public List<string>? Guardrails { get; init; }

    /// <summary>Whether guardrails that are on by default are left out.</summary>
    public bool? DisableGlobalGuardrails { get; init; }

    /// <summary>The names of the policies that apply; each must stand in the configuration.</summary>
    public List<string>? Policies { get; init; }

    /// <summary>Tags for routing and for reports.</summary>
    public List<string>? Tags { get; init; }

    /// <summary>What the caller keeps here for itself. Of it, guardrails, policies, tags, model_rpm_limit and model_tpm_limit count as if they stood beside it.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>How sessions are routed, in the place of the configuration's router_settings.</summary>
    public JsonObject? RouterSettings { get; init; }
}
