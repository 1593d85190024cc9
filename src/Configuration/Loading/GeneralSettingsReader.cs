using Realtime.Configuration.Prices;

namespace Realtime.Configuration.Loading;

/// <summary>Reads <c>general_settings</c>.</summary>
internal static class GeneralSettingsReader
{
    // Below this, not even a session.update with a few tools gets through.
    private const int SmallestMessageLimit = 1024;

    // One chunk of audio as providers send it.
    private const int SmallestResumeBuffer = 64 * 1024;

    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(1);

    public static GeneralSettings Read(SectionReader s, IReadOnlyDictionary<string, string> variables)
    {
        var defaults = GeneralSettings.Default;
        var settings = defaults with
        {
            MasterKey = s.Secret("master_key") ?? Fallback(s, "master_key", variables, "LITELLM_MASTER_KEY"),
            KeyHeaderName = s.Text("litellm_key_header_name")?.Trim(),
            AllowedIps = AddressListReader.Read(s, "allowed_ips"),
            UseXForwardedFor = s.Flag("use_x_forwarded_for") ?? false,
            UserHeaderName = s.Text("user_header_name")?.Trim(),
            EnforceUserParam = s.Flag("enforce_user_param") ?? false,
            MaxParallelRequests = s.Integer("max_parallel_requests", 1),
            GlobalMaxParallelRequests = s.Integer("global_max_parallel_requests", 1),
            TokenRateLimitType = s.Choice("token_rate_limit_type", "total", "input", "output") ?? defaults.TokenRateLimitType,
            FailClosedBudgetEnforcement = s.Flag("fail_closed_budget_enforcement") ?? false,
            Alerting = Known(s, "alerting", AlertNames.Channels, "no channel of alerts here"),
            AlertTypes = Known(s, "alert_types", AlertNames.Types, "no alert that is ever raised here"),
            AlertToWebhookUrl = s.Mapping("alert_to_webhook_url"),
            AlertingArgs = s.Mapping("alerting_args"),
            EnableDrainEndpoint = s.Flag("enable_drain_endpoint") ?? false,
            DrainEndpointToken = s.Secret("drain_endpoint_token"),
        };
        settings = Sessions(s, Health(s, Database(s, settings, variables)));
        s.Finish(KnownKeys.General);
        return settings;
    }

    private static GeneralSettings Database(SectionReader s, GeneralSettings settings, IReadOnlyDictionary<string, string> variables) =>
        settings with
        {
            DatabaseUrl = s.Secret("database_url") ?? Fallback(s, "database_url", variables, "DATABASE_URL"),
            DatabaseConnectionPoolLimit = s.Integer("database_connection_pool_limit", 1) ?? settings.DatabaseConnectionPoolLimit,
            DatabaseConnectionTimeout = s.Duration("database_connection_timeout", _tick) ?? settings.DatabaseConnectionTimeout,
            AllowRequestsOnDbUnavailable = s.Flag("allow_requests_on_db_unavailable") ?? false,
            DisableSpendLogs = s.Flag("disable_spend_logs") ?? false,
            StorePromptsInSpendLogs = s.Flag("store_prompts_in_spend_logs") ?? false,
            SpendLogsRetention = s.Duration("maximum_spend_logs_retention_period"),
        };

    private static GeneralSettings Health(SectionReader s, GeneralSettings settings) => settings with
    {
        BackgroundHealthChecks = s.Flag("background_health_checks") ?? false,
        HealthCheckInterval = s.Duration("health_check_interval", TimeSpan.FromSeconds(1)) ?? settings.HealthCheckInterval,
        HealthCheckConcurrency = s.Integer("health_check_concurrency", 1),
        HealthCheckDetails = s.Flag("health_check_details") ?? settings.HealthCheckDetails,
    };

    private static GeneralSettings Sessions(SectionReader s, GeneralSettings settings) => settings with
    {
        MaxMessageBytes = s.Integer("max_message_bytes", SmallestMessageLimit, 1 << 30) ?? settings.MaxMessageBytes,
        KeepaliveInterval = s.Duration("keepalive_interval", max: TimeSpan.FromDays(1)) ?? settings.KeepaliveInterval,
        KeepaliveTimeout = s.Duration("keepalive_timeout", _tick, TimeSpan.FromDays(1)) ?? settings.KeepaliveTimeout,
        WriteTimeout = s.Duration("write_timeout", _tick, TimeSpan.FromDays(1)) ?? settings.WriteTimeout,
        IdleTimeout = s.Duration("idle_timeout", _tick),
        MaxSessionDuration = s.Duration("max_session_duration", _tick),
        MaxSessionCost = s.Number("max_session_cost", 0),
        DrainTimeout = s.Duration("drain_timeout", max: TimeSpan.FromDays(7)) ?? settings.DrainTimeout,
        ResumeWindow = s.Duration("resume_window", max: TimeSpan.FromDays(1)) ?? settings.ResumeWindow,
        ResumeBufferBytes = s.Integer("resume_buffer_bytes", SmallestResumeBuffer, 1 << 30) ?? settings.ResumeBufferBytes,
        ResumeBufferEvents = s.Integer("resume_buffer_events", 16) ?? settings.ResumeBufferEvents,
        ResumeBufferTotalBytes = s.Long("resume_buffer_total_bytes", SmallestResumeBuffer) ?? settings.ResumeBufferTotalBytes,
        AllowedOrigins = Origins(s),
        OverloadLag = s.Duration("overload_lag", max: TimeSpan.FromMinutes(1)) ?? settings.OverloadLag,
        MaxSessions = s.Integer("max_sessions", 1),
        OrleansDashboard = s.Flag("orleans_dashboard"),
        ModelPrices = Prices(s),
    };

    private static PriceBook Prices(SectionReader s)
    {
        if (s.ExistingFile("realtime_model_prices") is not { } path)
        {
            return PriceBook.BuiltIn;
        }

        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            s.Problem("realtime_model_prices", "the file cannot be read", "correct the path or its rights");
            return PriceBook.BuiltIn;
        }

        var (book, reason) = PriceFile.Read(text);
        if (book is null)
        {
            s.Problem(
                "realtime_model_prices",
                $"the file of prices cannot be used: {reason}",
                "write an object of models, each with fields such as input_cost_per_token in US dollars");
            return PriceBook.BuiltIn;
        }

        return PriceBook.BuiltIn.With(book.Sheets);
    }

    private static string[] Origins(SectionReader s)
    {
        var origins = s.Texts("allowed_origins").Select(o => o.Trim().TrimEnd('/')).ToArray();
        foreach (var origin in origins.Where(o => !IsOrigin(o)))
        {
            s.Problem("allowed_origins", $"'{origin}' is no origin", "write scheme and host, such as https://app.example.com, or *");
        }

        return origins;
    }

    private static bool IsOrigin(string text) =>
        text == "*" || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Host.Length > 0 && uri.PathAndQuery == "/" && uri.Fragment.Length == 0);

    private static IReadOnlyList<string> Known(SectionReader s, string key, IReadOnlyList<string> known, string what)
    {
        var names = s.Texts(key);
        var others = names.Except(known, StringComparer.Ordinal).ToArray();
        if (others.Length > 0)
        {
            s.Warning(key, $"{string.Join(", ", others)} {(others.Length == 1 ? "is" : "are")} {what}", $"use {string.Join(", ", known)}");
        }

        return names;
    }

    private static Secret? Fallback(SectionReader s, string key, IReadOnlyDictionary<string, string> variables, string variable) =>
        s.Has(key) ? null : Secret.From(variables.GetValueOrDefault(variable)?.Trim());
}
