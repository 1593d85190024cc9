namespace Realtime.Grains.Policies.Alerts;

/// <summary>The kinds of alerts, by LiteLLM's names (<c>general_settings.alert_types</c>).</summary>
internal static class AlertTypes
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

    /// <summary>Gets all kinds.</summary>
    public static IReadOnlyList<string> All { get; } = [Budget, Database, Spend, Cooldown, Outage];
}
