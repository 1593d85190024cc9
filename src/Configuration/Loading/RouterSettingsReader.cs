using Realtime.Configuration.Models;
using Realtime.Configuration.Source;

namespace Realtime.Configuration.Loading;

/// <summary>Reads <c>router_settings</c>; what is missing there is taken from <c>litellm_settings</c>.</summary>
internal static class RouterSettingsReader
{
    private static readonly string[] _errors =
    [
        "BadRequestError", "AuthenticationError", "TimeoutError", "RateLimitError", "ContentPolicyViolationError", "InternalServerError",
    ];

    private static readonly string[] _checks = ["router_budget_limiting", "enforce_model_rate_limits"];

    /// <summary>Reads the section.</summary>
    /// <param name="s">The section.</param>
    /// <param name="shared"><c>litellm_settings</c>.</param>
    public static RouterSettings Read(SectionReader s, SectionReader shared)
    {
        var defaults = RouterSettings.Default;

        // Both are asked, so that the keys count as known in both sections.
        var (retries, sharedRetries) = (s.Integer("num_retries", 0), shared.Integer("num_retries", 0));
        var (fails, sharedFails) = (s.Integer("allowed_fails", 0), shared.Integer("allowed_fails", 0));
        var (fallbacks, sharedFallbacks) = (FallbackReader.Read(s, "fallbacks"), FallbackReader.Read(shared, "fallbacks"));
        var (common, sharedCommon) = (s.Texts("default_fallbacks"), shared.Texts("default_fallbacks"));
        var settings = new RouterSettings
        {
            RoutingStrategy = s.Choice("routing_strategy", RoutingStrategyNames.All) ?? defaults.RoutingStrategy,
            RoutingStrategyArgs = s.Mapping("routing_strategy_args"),
            LowestLatencyBuffer = LatencyBuffer(s),
            Timeout = s.Duration("timeout", min: TimeSpan.FromMilliseconds(1)) is { } timeout
                ? (timeout < RouterSettings.LongestTimeout ? timeout : RouterSettings.LongestTimeout)
                : null,
            NumRetries = retries ?? sharedRetries ?? defaults.NumRetries,
            RetryAfter = s.Duration("retry_after") ?? defaults.RetryAfter,
            AllowedFails = fails ?? sharedFails ?? defaults.AllowedFails,
            AllowedFailsGiven = (fails ?? sharedFails) is not null,
            CooldownTime = s.Duration("cooldown_time") ?? defaults.CooldownTime,
            DisableCooldowns = s.Flag("disable_cooldowns") ?? false,
            RetryPolicy = Counts(s.Section("retry_policy"), "Retries"),
            AllowedFailsPolicy = Counts(s.Section("allowed_fails_policy"), "AllowedFails"),
            ModelGroupRetryPolicy = GroupPolicies(s),
            Fallbacks = s.Has("fallbacks") ? fallbacks : sharedFallbacks,
            DefaultFallbacks = s.Has("default_fallbacks") ? common : sharedCommon,
            MaxFallbacks = s.Integer("max_fallbacks", 0) ?? defaults.MaxFallbacks,
            ModelGroupAlias = Aliases(s),
            EnableTagFiltering = s.Flag("enable_tag_filtering") ?? false,
            TagFilteringMatchAny = s.Flag("tag_filtering_match_any") ?? true,
            OnUpstreamLoss = s.Choice("on_upstream_loss", DeploymentReader.LossActions) ?? defaults.OnUpstreamLoss,
            DefaultMaxParallelRequests = s.Integer("default_max_parallel_requests", 1),
            ProviderBudgets = Budgets(s),
            EnableHealthCheckRouting = s.Flag("enable_health_check_routing") ?? false,
            HealthCheckStalenessThreshold = s.Duration("health_check_staleness_threshold"),
            HealthCheckIgnoreTransientErrors = s.Flag("health_check_ignore_transient_errors") ?? false,
        };
        _ = s.Mapping("default_litellm_params");
        WarnOfChecks(s);
        s.Finish(KnownKeys.Router);
        return settings;
    }

    // Budgets of providers and limits of deployments are always minded.
    private static void WarnOfChecks(SectionReader s)
    {
        const string Key = "optional_pre_call_checks";
        var others = s.Texts(Key).Except(_checks, StringComparer.Ordinal).ToArray();
        if (others.Length > 0)
        {
            s.Warning(
                Key,
                $"{string.Join(", ", others)} {(others.Length == 1 ? "has" : "have")} no effect on realtime sessions here",
                $"only {string.Join(" and ", _checks)} mean something, and are always on");
        }
    }

    // The other arguments shape LiteLLM's averages; here they have fixed bounds.
    private static double LatencyBuffer(SectionReader s)
    {
        var args = s.Section("routing_strategy_args");
        var buffer = (double?)args?.Number("lowest_latency_buffer", 0);
        foreach (var key in new[] { "ttl", "max_latency_list_size", "rolling_window_size" })
        {
            _ = args?.Node(key);
        }

        args?.Finish(SectionKeys.None, freeForm: true);
        return buffer ?? 0;
    }

    private static Dictionary<string, int> Counts(SectionReader? section, string suffix)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var key in section is null ? [] : _errors.Select(e => e + suffix))
        {
            if (section!.Integer(key, 0) is { } count)
            {
                counts[key] = count;
            }
        }

        section?.Finish(SectionKeys.None);
        return counts;
    }

    private static Dictionary<string, IReadOnlyDictionary<string, int>> GroupPolicies(SectionReader s)
    {
        var policies = new Dictionary<string, IReadOnlyDictionary<string, int>>(StringComparer.Ordinal);
        if (s.Section("model_group_retry_policy") is { } groups)
        {
            foreach (var group in groups.Map.Entries)
            {
                policies[group.Key] = Counts(groups.Section(group.Key), "Retries");
            }
        }

        return policies;
    }

    private static Dictionary<string, ModelAlias> Aliases(SectionReader s)
    {
        var aliases = new Dictionary<string, ModelAlias>(StringComparer.Ordinal);
        if (s.Section("model_group_alias") is not { } section)
        {
            return aliases;
        }

        foreach (var entry in section.Map.Entries)
        {
            var nested = entry.Value is ConfigMapping ? section.Section(entry.Key) : null;
            var model = (nested is null ? section.Text(entry.Key) : nested.Text("model"))?.Trim();
            var hidden = nested?.Flag("hidden") ?? false;
            nested?.Finish(SectionKeys.None);
            if (!string.IsNullOrEmpty(model))
            {
                aliases[entry.Key] = new ModelAlias(model, hidden);
            }
            else if (nested is not null && !nested.Has("model"))
            {
                nested.Problem("model", "is missing", "name the model group that is meant");
            }
        }

        return aliases;
    }

    private static Dictionary<string, BudgetLimit> Budgets(SectionReader s)
    {
        var budgets = new Dictionary<string, BudgetLimit>(StringComparer.Ordinal);
        if (s.Section("provider_budget_config") is not { } section)
        {
            return budgets;
        }

        foreach (var entry in section.Map.Entries)
        {
            if (section.Section(entry.Key) is { } budget)
            {
                var limit = budget.Number("budget_limit", 0) ?? budget.Number("max_budget", 0);
                var period = budget.Duration("time_period") ?? budget.Duration("budget_duration");
                if (limit is { } dollars && period is { } time)
                {
                    budgets[entry.Key] = new BudgetLimit(dollars, time);
                }
                else
                {
                    section.Problem(entry.Key, "lacks budget_limit or time_period", "give both, such as 100 and 1d");
                }

                budget.Finish(SectionKeys.None);
            }
        }

        return budgets;
    }
}
