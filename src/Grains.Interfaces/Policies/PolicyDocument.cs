using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Grains.Interfaces.Policies;

/// <summary>What is set for a key, a team, a user, a member or a customer, as far as sessions must know it.</summary>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.PolicyDocument")]
public sealed record PolicyDocument
{
    /// <summary>Gets whose it is; see <see cref="PolicyScopes"/>.</summary>
    [Id(0)]
    public required string Scope { get; init; }

    /// <summary>Gets whether it may start sessions.</summary>
    [Id(1)]
    public PolicyState State { get; init; }

    /// <summary>Gets the name that people gave it.</summary>
    [Id(2)]
    public string? Alias { get; init; }

    /// <summary>Gets the team that a key belongs to.</summary>
    [Id(3)]
    public string? TeamId { get; init; }

    /// <summary>Gets the user that a key belongs to.</summary>
    [Id(4)]
    public string? UserId { get; init; }

    /// <summary>Gets when a key expires; null: never.</summary>
    [Id(5)]
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Gets the models: names, patterns, access groups, <c>all-team-models</c>, <c>no-default-models</c>; empty: all.</summary>
    [Id(6)]
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Gets other names for models: what a client asks for to what is meant.</summary>
    [Id(7)]
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the names of the guardrails that apply.</summary>
    [Id(8)]
    public IReadOnlyList<string> Guardrails { get; init; } = [];

    /// <summary>Gets a value indicating whether guardrails that are on by default are left out.</summary>
    [Id(9)]
    public bool DisableGlobalGuardrails { get; init; }

    /// <summary>Gets the names of the policies that apply.</summary>
    [Id(10)]
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>Gets the tags for routing and reports.</summary>
    [Id(11)]
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Gets the routes that may be called; empty: all.</summary>
    [Id(12)]
    public IReadOnlyList<string> AllowedRoutes { get; init; } = [];

    /// <summary>Gets settings in the place of <c>router_settings</c>, a JSON object; null for none.</summary>
    [Id(13)]
    public string? RouterSettings { get; init; }

    /// <summary>Gets what the owner keeps, a JSON object; null for none.</summary>
    [Id(14)]
    public string? Metadata { get; init; }

    /// <summary>Gets the longest that one session may last; null: no limit of its own.</summary>
    [Id(15)]
    public TimeSpan? MaxSessionDuration { get; init; }

    /// <summary>Gets what one session may cost in US dollars; null: no limit.</summary>
    [Id(16)]
    public decimal? MaxSessionCost { get; init; }

    /// <summary>Gets the limits on how much at a time.</summary>
    [Id(17)]
    public RateLimits Limits { get; init; } = RateLimits.None;

    /// <summary>Gets the budgets; empty: none.</summary>
    [Id(18)]
    public IReadOnlyList<BudgetTerm> Budgets { get; init; } = [];

    /// <summary>Asks whether another document gives sessions the same guardrails.</summary>
    /// <param name="other">The other document.</param>
    /// <returns>Whether.</returns>
    public bool GuardsLike(PolicyDocument other) => DisableGlobalGuardrails == other.DisableGlobalGuardrails
        && Guardrails.ToHashSet(StringComparer.Ordinal).SetEquals(other.Guardrails)
        && Policies.ToHashSet(StringComparer.Ordinal).SetEquals(other.Policies);

    /// <summary>Gets why no session may start; null when one may.</summary>
    public SessionRefusal? Refusal => PolicyStateRefusals.For(Scope, State);

    /// <summary>Gets why running sessions must end; null when they need not, as where nothing can be read: what they were told last goes on to count.</summary>
    public SessionRefusal? Ending => State == PolicyState.Unavailable ? null : Refusal;

    /// <summary>Gets the spend in US dollars that raises an alert; null: none.</summary>
    [Id(19)]
    public decimal? SoftBudget { get; init; }
}
