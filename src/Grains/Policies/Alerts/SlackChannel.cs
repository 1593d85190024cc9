using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Realtime.Configuration;
using Realtime.Configuration.Reload;
using Realtime.Configuration.Source;

namespace Realtime.Grains.Policies.Alerts;

/// <summary>Slack and what takes its messages: the address of the alert's type in <c>alert_to_webhook_url</c>, else <c>SLACK_WEBHOOK_URL</c>.</summary>
internal sealed class SlackChannel(ConfigStore config, IConfiguration environment, AlertPoster poster) : IAlertChannel
{
    /// <inheritdoc/>
    public async Task SendAsync(Alert alert, CancellationToken cancellationToken)
    {
        if (!config.Current.General.Alerting.Contains(AlertNames.Slack, StringComparer.Ordinal))
        {
            return;
        }

        foreach (var address in Addresses(alert.Type))
        {
            var text = $"*{alert.Type}*: {alert.Message}";
            await poster.PostAsync(address, new JsonObject { ["text"] = text }, cancellationToken).ConfigureAwait(false);
        }
    }

    private IEnumerable<Uri> Addresses(string type)
    {
        var own = config.Current.General.AlertToWebhookUrl?.Find(type)?.Value switch
        {
            ConfigScalar scalar => [scalar.Text],
            ConfigSequence list => [.. list.Items.OfType<ConfigScalar>().Select(item => item.Text)],
            _ => Array.Empty<string>(),
        };
        var texts = own.Length > 0 ? own : [Variable("SLACK_WEBHOOK_URL") ?? ""];
        return texts.Select(text => Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null).OfType<Uri>();
    }

    private string? Variable(string name) => config.Current.EnvironmentVariables.TryGetValue(name, out var own) ? own.Reveal() : environment[name];
}
