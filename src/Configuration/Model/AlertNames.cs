namespace Realtime.Configuration;

/// <summary>The names, which are LiteLLM's, of what there is of alerts.</summary>
public static class AlertNames
{
    /// <summary>A budget is used up, or a soft budget crossed.</summary>
    public const string Budget = "budget_alerts";

    /// <summary>The database does not answer.</summary>
    public const string Database = "db_exceptions";

    /// <summary>Usage could not be priced or written down.</summary>
    public const string Spend = "failed_tracking_spend";

    /// <summary>A deployment rests after failures.</summary>
    public const string Cooldown = "cooldown_deployment";

    /// <summary>A model has no deployment that answers.</summary>
    public const string Outage = "outage_alerts";

    /// <summary>Slack and what takes its messages.</summary>
    public const string Slack = "slack";

    /// <summary>A webhook of one's own.</summary>
    public const string Webhook = "webhook";

    /// <summary>Gets the kinds of alerts (<c>general_settings.alert_types</c>).</summary>
    public static IReadOnlyList<string> Types { get; } = [Budget, Database, Spend, Cooldown, Outage];

    /// <summary>Gets the ways out (<c>general_settings.alerting</c>).</summary>
    public static IReadOnlyList<string> Channels { get; } = [Slack, Webhook];
}
