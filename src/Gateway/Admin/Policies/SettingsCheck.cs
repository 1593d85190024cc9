using Realtime.Configuration;
using Realtime.Configuration.Loading;
using Realtime.Gateway.Admin.Calls;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Storage.Budgets;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Policies;

/// <summary>Finds what cannot be right in settings.</summary>
internal static class SettingsCheck
{
    /// <summary>Checks settings.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="config">Says which guardrails and policies there are.</param>
    /// <returns>The first problem; null when there is none.</returns>
    public static SessionRefusal? Check(PolicySettings settings, RealtimeConfig config) =>
        Numbers(settings) ?? Periods(settings) ?? Names(settings, config);

    private static SessionRefusal? Numbers(PolicySettings settings)
    {
        IEnumerable<(string Name, decimal? Value)> numbers =
        [
            ("max_budget", settings.MaxBudget),
            ("soft_budget", settings.SoftBudget),
            ("rpm_limit", settings.RpmLimit),
            ("tpm_limit", settings.TpmLimit),
            ("max_parallel_requests", settings.MaxParallelRequests),
            ("max_session_cost", settings.MaxSessionCost),
            ("team_member_budget", settings.MemberDefaults?.MaxBudget),
            ("team_member_rpm_limit", settings.MemberDefaults?.RpmLimit),
            ("team_member_tpm_limit", settings.MemberDefaults?.TpmLimit),
            .. settings.BudgetLimits?.Select(limit => ("budget_limits.max_budget", (decimal?)limit.MaxBudget)) ?? [],
            .. settings.ModelMaxBudget?.Select(budget => ("model_max_budget." + budget.Key, (decimal?)budget.Value?.BudgetLimit)) ?? [],
            .. settings.ModelRpmLimit?.Select(limit => ("model_rpm_limit." + limit.Key, (decimal?)limit.Value)) ?? [],
            .. settings.ModelTpmLimit?.Select(limit => ("model_tpm_limit." + limit.Key, (decimal?)limit.Value)) ?? [],
        ];
        if (settings.ModelMaxBudget?.FirstOrDefault(budget => budget.Value is null) is { Key: { } model })
        {
            return AdminErrors.Bad($"model_max_budget.{model} must be an object with budget_limit and time_period.", "model_max_budget");
        }

        return numbers.FirstOrDefault(number => number.Value < 0) is { Name: { } name }
            ? AdminErrors.Bad($"{name} must not be negative.", name)
            : null;
    }

    private static SessionRefusal? Periods(PolicySettings settings)
    {
        IEnumerable<(string Name, string? Value)> periods =
        [
            ("budget_duration", settings.BudgetDuration),
            ("team_member_budget_duration", settings.MemberDefaults?.BudgetDuration),
            .. settings.BudgetLimits?.Select(limit => ("budget_limits.budget_duration", (string?)limit.BudgetDuration)) ?? [],
            .. settings.ModelMaxBudget?.Select(budget => ("model_max_budget." + budget.Key, budget.Value?.TimePeriod)) ?? [],
        ];
        if (periods.FirstOrDefault(period => period.Value is not null && !BudgetPeriod.TryParse(period.Value, out _)) is { Name: { } name })
        {
            return AdminErrors.Bad($"{name} must be {BudgetPeriod.Forms}.", name);
        }

        return settings.BudgetLimits?.DistinctBy(limit => limit.BudgetDuration).Count() < settings.BudgetLimits?.Count
            ? AdminErrors.Bad("budget_limits names a budget_duration twice.", "budget_limits")
            : settings.MaxSessionDuration is { } longest && !DurationText.TryParse(longest, out _)
            ? AdminErrors.Bad("max_session_duration must be a duration such as 30s, 10m or 1h.", "max_session_duration")
            : settings.MemberDefaults?.KeyDuration is { } life && !DurationText.TryParse(life, out _)
            ? AdminErrors.Bad("team_member_key_duration must be a duration such as 1h, 7d or 1mo.", "team_member_key_duration")
            : null;
    }

    private static SessionRefusal? Names(PolicySettings settings, RealtimeConfig config)
    {
        var guardrails = config.Guardrails.Select(guardrail => guardrail.Name).ToHashSet(StringComparer.Ordinal);
        if (settings.Guardrails?.FirstOrDefault(name => !guardrails.Contains(name)) is { } guardrail)
        {
            return AdminErrors.Bad($"There is no guardrail '{guardrail}'. GET /guardrails/list lists them.", "guardrails");
        }

        return settings.Policies?.FirstOrDefault(name => config.Policies?.Find(name) is null) is { } policy
            ? AdminErrors.Bad($"There is no policy '{policy}' in the configuration.", "policies")
            : null;
    }
}
