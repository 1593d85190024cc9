using Realtime.Configuration.Source;

namespace Realtime.Configuration.Loading;

/// <summary>Reads <c>litellm_settings</c>, except what <c>router_settings</c> may say too.</summary>
internal static class LiteLlmSettingsReader
{
    private static readonly string[] _callbackKeys =
        ["callbacks", "success_callback", "failure_callback", "service_callback", "service_callbacks"];

    // Metrics and traces are always there, whether the file asks for them or not.
    private static readonly string[] _builtInCallbacks = ["prometheus", "prometheus_system", "otel"];

    public static LiteLlmSettings Read(SectionReader s, SectionReader? callbackSettings, IReadOnlyDictionary<string, string> variables)
    {
        string[] callbacks = [.. _callbackKeys.SelectMany(key => Callbacks(s, key, callbackSettings?.Map)).Distinct(StringComparer.Ordinal)];
        var logged = s.Texts("logged_real_time_event_types");
        RefuseOldGuardrails(s);
        return new LiteLlmSettings
        {
            LoggedEventTypes = s.Has("logged_real_time_event_types") ? logged : LiteLlmSettings.DefaultLoggedEventTypes,
            LogAllEventTypes = logged.Contains("*"),
            TurnOffMessageLogging = s.Flag("turn_off_message_logging") ?? false,
            RedactUserApiKeyInfo = s.Flag("redact_user_api_key_info") ?? false,
            JsonLogs = s.Flag("json_logs") ?? false,
            Callbacks = callbacks,
            CallbackTargets = CallbackReader.Read(callbacks, callbackSettings, s, variables),
            RequestTimeout = s.Duration("request_timeout"),
            MaxBudget = s.Number("max_budget", 0),
            BudgetDuration = s.Duration("budget_duration"),
            MaxEndUserBudgetId = s.Text("max_end_user_budget_id")?.Trim(),
            CostDiscounts = Fractions(s, "cost_discount_config", 0, 1),
            CostMargins = Fractions(s, "cost_margin_config", 0, null),
            RequireAuthForMetricsEndpoint = s.Flag("require_auth_for_metrics_endpoint") ?? false,
            EnableAzureAdTokenRefresh = s.Flag("enable_azure_ad_token_refresh") ?? false,
            DefaultKeyGenerateParams = s.Mapping("default_key_generate_params"),
            UpperboundKeyGenerateParams = s.Mapping("upperbound_key_generate_params"),
            KeyGenerationSettings = s.Mapping("key_generation_settings"),
            DefaultTeamParams = s.Mapping("default_team_params"),
        };
    }

    // Whoever brings such a file counts on them: to go on without would leave sessions unguarded.
    private static void RefuseOldGuardrails(SectionReader s)
    {
        if (s.Node("guardrails") is not (null or ConfigSequence { Items.Count: 0 }))
        {
            s.Problem(
                "guardrails",
                "is LiteLLM's old list, by which nothing would be guarded here",
                "move each entry to the list guardrails at the top, with guardrail_name and litellm_params (guardrail, mode, default_on)");
        }
    }

    private static IReadOnlyList<string> Callbacks(SectionReader s, string key, ConfigMapping? settings)
    {
        var names = s.Texts(key);
        var absent = names.Except(_builtInCallbacks, StringComparer.Ordinal).Where(name => !CallbackReader.IsKnown(name, settings)).ToArray();
        if (absent.Length > 0)
        {
            s.Warning(key, $"there is no callback {string.Join(", ", absent)} here", "use generic_api, s3_v2 or file for rows of usage, and OpenTelemetry or Prometheus for metrics and traces");
        }

        return names;
    }

    private static Dictionary<string, decimal> Fractions(SectionReader s, string key, decimal min, decimal? max)
    {
        var values = new Dictionary<string, decimal>(StringComparer.Ordinal);
        if (s.Section(key) is { } section)
        {
            foreach (var entry in section.Map.Entries)
            {
                // A margin may also be a map with a percentage and a fixed amount, of which the percentage is kept.
                var value = entry.Value is ConfigMapping
                    ? section.Section(entry.Key)!.Number("percentage", min, max)
                    : section.Number(entry.Key, min, max);
                if (value is { } number)
                {
                    values[entry.Key] = number;
                }
            }
        }

        return values;
    }
}
