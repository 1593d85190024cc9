using Realtime.Configuration;

namespace Realtime.Grains.Policies.Alerts;

/// <summary>The kinds of alerts, by LiteLLM's names (<c>general_settings.alert_types</c>).</summary>
internal static class AlertTypes
{
    /// <summary>A budget is used up, or a soft budget crossed.</summary>
    public const string Budget = AlertNames.Budget;

    /// <summary>The database does not answer.</summary>
    public const string Database = AlertNames.Database;

    /// <summary>Usage could not be priced or written down.</summary>
    public const string Spend = AlertNames.Spend;

    /// <summary>A deployment rests after failures.</summary>
    public const string Cooldown = AlertNames.Cooldown;

    /// <summary>A model has no deployment that answers.</summary>
    public const string Outage = AlertNames.Outage;
}
