using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Realtime.Configuration.Reload;
using Realtime.Grains.Interfaces.Calls;
using Realtime.Grains.Telemetry;

namespace Realtime.Grains.Policies.Alerts;

/// <summary>Takes alerts, tells the log and the metrics at once, and sends them on without keeping anybody waiting.</summary>
internal sealed partial class AlertBoard(
    ConfigStore config, IEnumerable<IAlertChannel> channels, RealtimeMetrics metrics, TimeProvider time, ILogger<AlertBoard> logger)
    : BackgroundService
{
    private const int WaitingAtMost = 1000;
    private const int RememberedAtMost = 10_000;
    private const int Attempts = 3;

    private static readonly TimeSpan DefaultQuiet = TimeSpan.FromDays(1);
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ShortQuiet = TimeSpan.FromMinutes(1);

    private readonly Channel<Alert> _waiting = Channel.CreateBounded<Alert>(
        new BoundedChannelOptions(WaitingAtMost) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly ConcurrentDictionary<(string Event, string Scope), DateTimeOffset> _last = [];

    /// <summary>Raises an alert. The same one about the same is not sent again for a day, one about a failure for a minute.</summary>
    /// <param name="alert">The alert.</param>
    public void Raise(Alert alert)
    {
        var now = time.GetUtcNow();
        var key = (alert.Event, alert.Scope);
        var quiet = alert.Type == AlertTypes.Budget ? BudgetQuiet() : ShortQuiet;
        if (_last.TryGetValue(key, out var last) && now - last < quiet)
        {
            return;
        }

        if (_last.Count >= RememberedAtMost)
        {
            _last.Clear();
        }

        _last[key] = now;
        metrics.Alerts.Add(1, new KeyValuePair<string, object?>("realtime.alert.type", alert.Type));
        LogAlert(alert.Type, alert.Event, alert.Message);
        var wanted = config.Current.General.AlertTypes;
        if (wanted.Count == 0 || wanted.Contains(alert.Type, StringComparer.Ordinal))
        {
            _waiting.Writer.TryWrite(alert);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var alert in _waiting.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            foreach (var channel in channels)
            {
                await Rounds.TryAsync(() => SendAsync(channel, alert, stoppingToken), logger, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private async Task SendAsync(IAlertChannel channel, Alert alert, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            try
            {
                await channel.SendAsync(alert, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // The exception's text would name the address, which for Slack is the credential.
                LogNotSent(alert.Type, alert.Event, exception.GetType().Name);
            }

            await Task.Delay(Wait * attempt, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private TimeSpan BudgetQuiet() =>
        config.Current.General.AlertingArgs?.Find("budget_alert_ttl")?.Value is Configuration.Source.ConfigScalar scalar
        && Configuration.Loading.DurationText.TryParse(scalar.Text, out var quiet)
            ? quiet
            : DefaultQuiet;

    [LoggerMessage(EventId = 1501, Level = LogLevel.Warning, Message = "Alert {Type}, {Event}: {Text}")]
    private partial void LogAlert(string type, string @event, string text);

    [LoggerMessage(EventId = 1502, Level = LogLevel.Warning, Message = "The alert {Type}, {Event} could not be sent: {Failure}")]
    private partial void LogNotSent(string type, string @event, string failure);
}
