using System.Text.Json.Nodes;

namespace Realtime.Storage.Model;

/// <summary>
/// What may be set for a key, a team, a member, a user, a customer or a budget, by LiteLLM's names. Kept as one JSON document, since
/// it is always read as a whole; what is searched for has columns of its own. Null means "not set".
/// </summary>
public sealed record PolicySettings
{
    /// <summary>Gets settings that say nothing.</summary>
    public static PolicySettings None { get; } = new();

    /// <summary>Gets the models that may be used: names, patterns, access groups, <c>all-team-models</c>; null, empty or <c>*</c>: all.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>Gets other names for models: the name that a client gives to the name that is meant.</summary>
    public IReadOnlyDictionary<string, string>? Aliases { get; init; }

    /// <summary>Gets the spend in US dollars that is allowed in <see cref="BudgetDuration"/>.</summary>
    public decimal? MaxBudget { get; init; }

    /// <summary>Gets the spend in US dollars that raises an alert.</summary>
    public decimal? SoftBudget { get; init; }

    /// <summary>Gets the period of <see cref="MaxBudget"/> (<c>30d</c>, <c>1mo</c>; see <see cref="Budgets.BudgetPeriod"/>); null: for ever.</summary>
    public string? BudgetDuration { get; init; }

    /// <summary>Gets further budgets that hold at the same time.</summary>
    public IReadOnlyList<BudgetWindow>? BudgetLimits { get; init; }

    /// <summary>Gets budgets by model.</summary>
    public IReadOnlyDictionary<string, ModelBudget>? ModelMaxBudget { get; init; }

    /// <summary>Gets the requests a minute: session starts and responses.</summary>
    public long? RpmLimit { get; init; }

    /// <summary>Gets the tokens a minute.</summary>
    public long? TpmLimit { get; init; }

    /// <summary>Gets the sessions at a time.</summary>
    public int? MaxParallelRequests { get; init; }

    /// <summary>Gets requests a minute by model.</summary>
    public IReadOnlyDictionary<string, long>? ModelRpmLimit { get; init; }

    /// <summary>Gets tokens a minute by model.</summary>
    public IReadOnlyDictionary<string, long>? ModelTpmLimit { get; init; }

    /// <summary>Gets the longest a session may last, as a duration.</summary>
    public string? MaxSessionDuration { get; init; }

    /// <summary>Gets what a session may cost in US dollars.</summary>
    public decimal? MaxSessionCost { get; init; }

    /// <summary>Gets the names of the guardrails that apply.</summary>
    public IReadOnlyList<string>? Guardrails { get; init; }

    /// <summary>Gets whether guardrails that are on by default are left out.</summary>
    public bool? DisableGlobalGuardrails { get; init; }

    /// <summary>Gets the names of the policies that apply.</summary>
    public IReadOnlyList<string>? Policies { get; init; }

    /// <summary>Gets the tags for routing and for reports.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Gets the routes that may be called: paths, patterns with <c>*</c> at the end, or LiteLLM's groups; null or empty: all.</summary>
    public IReadOnlyList<string>? AllowedRoutes { get; init; }

    /// <summary>Gets how sessions are routed, in the place of the configuration's <c>router_settings</c>.</summary>
    public JsonObject? RouterSettings { get; init; }

    /// <summary>Gets what the members of a team get whose own row says nothing.</summary>
    public MemberDefaults? MemberDefaults { get; init; }

    /// <summary>Gets what the caller keeps here for itself.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>Gets fields of LiteLLM that are kept and shown, but have no meaning for realtime sessions.</summary>
    public JsonObject? Other { get; init; }

    /// <summary>Gives the limits and budgets of a budget row to what is not set here.</summary>
    /// <param name="budget">The settings of the budget; null: none.</param>
    /// <returns>The settings in force.</returns>
    public PolicySettings WithBudget(PolicySettings? budget) => budget is null ? this : this with
    {
        // A duration belongs to its amount.
        MaxBudget = MaxBudget ?? budget.MaxBudget,
        BudgetDuration = MaxBudget is null ? budget.BudgetDuration ?? BudgetDuration : BudgetDuration,
        SoftBudget = SoftBudget ?? budget.SoftBudget,
        ModelMaxBudget = ModelMaxBudget ?? budget.ModelMaxBudget,
        RpmLimit = RpmLimit ?? budget.RpmLimit,
        TpmLimit = TpmLimit ?? budget.TpmLimit,
        MaxParallelRequests = MaxParallelRequests ?? budget.MaxParallelRequests,
    };
}
