using System.Collections.Frozen;
using Realtime.Configuration.Source;

namespace Realtime.Configuration;

/// <summary><c>litellm_settings</c>, as far as they matter for realtime sessions.</summary>
public sealed record LiteLlmSettings
{
    /// <summary>The events that a session's log keeps when <c>logged_real_time_event_types</c> is not given.</summary>
    public static readonly IReadOnlyList<string> DefaultLoggedEventTypes = ["session.created", "response.create", "response.done"];

    /// <summary>Gets the settings of a file that says nothing.</summary>
    public static LiteLlmSettings Default { get; } = new();

    /// <summary>Gets the types of events that a session's log keeps; empty: none. See <see cref="LogAllEventTypes"/>.</summary>
    public IReadOnlyList<string> LoggedEventTypes { get; init; } = DefaultLoggedEventTypes;

    /// <summary>Gets a value indicating whether a session's log keeps every event (<c>"*"</c>).</summary>
    public bool LogAllEventTypes { get; init; }

    /// <summary>Gets a value indicating whether logs keep no content of messages.</summary>
    public bool TurnOffMessageLogging { get; init; }

    /// <summary>Gets a value indicating whether logs name no key, user or team.</summary>
    public bool RedactUserApiKeyInfo { get; init; }

    /// <summary>Gets a value indicating whether logs are written as JSON lines.</summary>
    public bool JsonLogs { get; init; }

    /// <summary>Gets the names of all callbacks: <c>callbacks</c>, <c>success_callback</c>, <c>failure_callback</c>, <c>service_callback</c>.</summary>
    public IReadOnlyList<string> Callbacks { get; init; } = [];

    /// <summary>Gets those of the callbacks that take rows of usage.</summary>
    public IReadOnlyList<CallbackTarget> CallbackTargets { get; init; } = [];

    /// <summary>Gets the longest a request may take; null when not said. Sessions have limits of their own.</summary>
    public TimeSpan? RequestTimeout { get; init; }

    /// <summary>Gets the spend in US dollars that the whole gateway is allowed in <see cref="BudgetDuration"/>; null: no limit.</summary>
    public decimal? MaxBudget { get; init; }

    /// <summary>Gets the period of <see cref="MaxBudget"/>.</summary>
    public TimeSpan? BudgetDuration { get; init; }

    /// <summary>Gets the budget, by its id in the database, of customers that have none of their own; null: they have no limits.</summary>
    public string? MaxEndUserBudgetId { get; init; }

    /// <summary>Gets the discount by provider, from 0 to 1 (<c>cost_discount_config</c>).</summary>
    public IReadOnlyDictionary<string, decimal> CostDiscounts { get; init; } = FrozenDictionary<string, decimal>.Empty;

    /// <summary>Gets the margin by provider or <c>global</c>, as a fraction (<c>cost_margin_config</c>).</summary>
    public IReadOnlyDictionary<string, decimal> CostMargins { get; init; } = FrozenDictionary<string, decimal>.Empty;

    /// <summary>Gets a value indicating whether <c>/metrics</c> asks for a key (default false).</summary>
    public bool RequireAuthForMetricsEndpoint { get; init; }

    /// <summary>Gets a value indicating whether the machine's own identity may be used for Azure.</summary>
    public bool EnableAzureAdTokenRefresh { get; init; }

    /// <summary>Gets <c>default_key_generate_params</c> as they stand; null when there are none.</summary>
    public ConfigMapping? DefaultKeyGenerateParams { get; init; }

    /// <summary>Gets <c>upperbound_key_generate_params</c> as they stand; null when there are none.</summary>
    public ConfigMapping? UpperboundKeyGenerateParams { get; init; }

    /// <summary>Gets <c>key_generation_settings</c> as they stand; null when there are none.</summary>
    public ConfigMapping? KeyGenerationSettings { get; init; }

    /// <summary>Gets <c>default_team_params</c> as they stand; null when there are none.</summary>
    public ConfigMapping? DefaultTeamParams { get; init; }
}
