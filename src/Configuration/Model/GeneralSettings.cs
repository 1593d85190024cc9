using System.Net;
using Realtime.Configuration.Prices;
using Realtime.Configuration.Source;

namespace Realtime.Configuration;

/// <summary><c>general_settings</c>: LiteLLM's keys and the gateway's own for realtime sessions.</summary>
public sealed record GeneralSettings
{
    /// <summary>Gets the settings of a file that says nothing.</summary>
    public static GeneralSettings Default { get; } = new();

    /// <summary>Gets the key of the administrator (else <c>LITELLM_MASTER_KEY</c>); null: everyone on this machine, and nobody else.</summary>
    public Secret? MasterKey { get; init; }

    /// <summary>Gets the database's address (else <c>DATABASE_URL</c>); it holds a password.</summary>
    public Secret? DatabaseUrl { get; init; }

    /// <summary>Gets how many database connections a process holds at most (default 10).</summary>
    public int DatabaseConnectionPoolLimit { get; init; } = 10;

    /// <summary>Gets how long a process waits for a database connection (default 60 s).</summary>
    public TimeSpan DatabaseConnectionTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets a value indicating whether keys pass unchecked while the database is away (default false).</summary>
    public bool AllowRequestsOnDbUnavailable { get; init; }

    /// <summary>Gets the additional header that a client's key is read from (<c>litellm_key_header_name</c>).</summary>
    public string? KeyHeaderName { get; init; }

    /// <summary>Gets the addresses that may use the gateway; empty: all.</summary>
    public IReadOnlyList<IPNetwork> AllowedIps { get; init; } = [];

    /// <summary>Gets a value indicating whether a client's address is read from <c>X-Forwarded-For</c>.</summary>
    public bool UseXForwardedFor { get; init; }

    /// <summary>Gets the header that names the user at the client's side.</summary>
    public string? UserHeaderName { get; init; }

    /// <summary>Gets a value indicating whether every request must name its user.</summary>
    public bool EnforceUserParam { get; init; }

    /// <summary>Gets the sessions at a time for each deployment that names no limit; null: none.</summary>
    public int? MaxParallelRequests { get; init; }

    /// <summary>Gets the sessions at a time over everything; null: no limit.</summary>
    public int? GlobalMaxParallelRequests { get; init; }

    /// <summary>Gets which tokens count against tokens-a-minute limits: <c>total</c> (default), <c>input</c> or <c>output</c>.</summary>
    public string TokenRateLimitType { get; init; } = "total";

    /// <summary>Gets a value indicating whether a session is refused while spend cannot be verified (default false).</summary>
    public bool FailClosedBudgetEnforcement { get; init; }

    /// <summary>Gets a value indicating whether no spend rows are written.</summary>
    public bool DisableSpendLogs { get; init; }

    /// <summary>Gets a value indicating whether spend rows keep the content of messages.</summary>
    public bool StorePromptsInSpendLogs { get; init; }

    /// <summary>Gets how long spend rows are kept; null: for ever.</summary>
    public TimeSpan? SpendLogsRetention { get; init; }

    /// <summary>Gets a value indicating whether deployments are probed in the background (default false).</summary>
    public bool BackgroundHealthChecks { get; init; }

    /// <summary>Gets the time between two probes (default 300 s).</summary>
    public TimeSpan HealthCheckInterval { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Gets how many probes run at a time; null: no limit.</summary>
    public int? HealthCheckConcurrency { get; init; }

    /// <summary>Gets a value indicating whether <c>/health</c> shows details (default true).</summary>
    public bool HealthCheckDetails { get; init; } = true;

    /// <summary>Gets a value indicating whether <c>/health/drain</c> exists (default false).</summary>
    public bool EnableDrainEndpoint { get; init; }

    /// <summary>Gets the token that <c>/health/drain</c> asks for.</summary>
    public Secret? DrainEndpointToken { get; init; }

    /// <summary>Gets the channels that alerts go to (<c>alerting</c>).</summary>
    public IReadOnlyList<string> Alerting { get; init; } = [];

    /// <summary>Gets the kinds of alerts that go out; empty: all.</summary>
    public IReadOnlyList<string> AlertTypes { get; init; } = [];

    /// <summary>Gets <c>alert_to_webhook_url</c> as it stands; null when there is none.</summary>
    public ConfigMapping? AlertToWebhookUrl { get; init; }

    /// <summary>Gets <c>alerting_args</c> as they stand; null when there are none.</summary>
    public ConfigMapping? AlertingArgs { get; init; }

    /// <summary>Gets the largest message in bytes that a client may send (<c>max_message_bytes</c>; default 21 MiB).</summary>
    public int MaxMessageBytes { get; init; } = 21 * 1024 * 1024;

    /// <summary>Gets the time between two pings to a client and to a provider (<c>keepalive_interval</c>; default 8 s; zero: none).</summary>
    public TimeSpan KeepaliveInterval { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Gets how long a ping may stay unanswered before the peer counts as dead (<c>keepalive_timeout</c>; default 5 s).</summary>
    public TimeSpan KeepaliveTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets how long one message may take to be taken by a peer that does not read (<c>write_timeout</c>; default 30 s).</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the time without a frame in either direction that ends a session (<c>idle_timeout</c>; null: never).</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Gets the longest a session may last (<c>max_session_duration</c>; null: no limit).</summary>
    public TimeSpan? MaxSessionDuration { get; init; }

    /// <summary>Gets what one session may cost in US dollars (<c>max_session_cost</c>; null: no limit).</summary>
    public decimal? MaxSessionCost { get; init; }

    /// <summary>Gets how long a process that is told to stop lets running sessions end (<c>drain_timeout</c>; default 30 s).</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets how long a session waits for a lost client (<c>resume_window</c>; default 15 s; zero: not at all).</summary>
    public TimeSpan ResumeWindow { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets the bytes of sent events that a session keeps for a client that returns (<c>resume_buffer_bytes</c>; default 4 MiB).</summary>
    public int ResumeBufferBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Gets the sent events that a session keeps for a client that returns (<c>resume_buffer_events</c>; default 16384).</summary>
    public int ResumeBufferEvents { get; init; } = 16 * 1024;

    /// <summary>
    /// Gets the bytes that all sessions of a process keep together for clients that return (<c>resume_buffer_total_bytes</c>; default
    /// 256 MiB); read at the process's start.
    /// </summary>
    public long ResumeBufferTotalBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>
    /// Gets the browser origins that may connect (<c>allowed_origins</c>), for instance <c>https://app.example.com</c>; empty or
    /// <c>*</c>: any origin with a key, and without a master key only the gateway's own.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>
    /// Gets whether Orleans' dashboard is served, behind the master key (<c>orleans_dashboard</c>; null: by silos, and not by an
    /// embedded gateway, where its profile of every grain call would cost more than it tells).
    /// </summary>
    public bool? OrleansDashboard { get; init; }

    /// <summary>
    /// Gets how late a process's timers may be on average before it takes no more sessions (<c>overload_lag</c>; default 0.5 s, half of what a membership
    /// probe may take; zero: never).
    /// </summary>
    public TimeSpan OverloadLag { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets how many sessions one process serves at a time (<c>max_sessions</c>; null: no limit).</summary>
    public int? MaxSessions { get; init; }

    /// <summary>Gets the prices of models: the built-in ones, and over them those of the file <c>realtime_model_prices</c>.</summary>
    public PriceBook ModelPrices { get; init; } = PriceBook.BuiltIn;
}
