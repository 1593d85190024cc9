using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Realtime.Configuration;
using Realtime.Configuration.Reload;
using Realtime.Grains.Interfaces.Policies;

namespace Realtime.Grains.Policies.Alerts;

/// <summary>A webhook of one's own at <c>WEBHOOK_URL</c>, with LiteLLM's fields.</summary>
internal sealed class WebhookChannel(ConfigStore config, IConfiguration environment, AlertPoster poster) : IAlertChannel
{
    /// <inheritdoc/>
    public Task SendAsync(Alert alert, CancellationToken cancellationToken)
    {
        var current = config.Current;
        var text = current.EnvironmentVariables.TryGetValue("WEBHOOK_URL", out var own) ? own.Reveal() : environment["WEBHOOK_URL"];
        if (!current.General.Alerting.Contains(AlertNames.Webhook, StringComparer.Ordinal) || !Uri.TryCreate(text, UriKind.Absolute, out var address))
        {
            return Task.CompletedTask;
        }

        var (kind, id) = PolicyScopes.Split(alert.Scope);
        var body = new JsonObject
        {
            ["event"] = alert.Event,
            ["event_group"] = kind,
            ["event_message"] = alert.Message,
            ["alert_type"] = alert.Type,
            ["token"] = kind == "key" ? id : null,
            ["team_id"] = kind == "team" ? id : null,
            ["user_id"] = kind == "user" ? id : null,
            ["customer_id"] = kind == "customer" ? id : null,
        };
        return poster.PostAsync(address, body, cancellationToken);
    }
}
