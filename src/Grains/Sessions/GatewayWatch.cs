using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Grains.Sessions;

/// <summary>
/// Finds gateways that died without a word: one probe a gateway, through one of its sessions; three that fail end the gateway's
/// sessions, so that no provider's connection stays open for nobody.
/// </summary>
internal sealed partial class GatewayWatch(ActiveSessions sessions, TimeProvider time, ILogger<GatewayWatch> logger) : BackgroundService
{
    private const int ProbesLimit = 3;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, int> _missed = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await ProbeAllAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task ProbeAllAsync()
    {
        var gateways = sessions.All
            .Where(pair => pair.Value is not null)
            .GroupBy(pair => pair.Value!.GatewayId, StringComparer.Ordinal)
            .ToList();
        foreach (var gone in _missed.Keys.Except(gateways.Select(gateway => gateway.Key), StringComparer.Ordinal).ToList())
        {
            _missed.Remove(gone);
        }

        await Task.WhenAll(gateways.Select(ProbeAsync)).ConfigureAwait(false);
    }

    private async Task ProbeAsync(IGrouping<string, KeyValuePair<RealtimeSession, RemoteClientLink?>> gateway)
    {
        var answered = await gateway.First().Value!.ProbeAsync().ConfigureAwait(false);
        int missed;
        lock (_missed)
        {
            missed = _missed[gateway.Key] = answered ? 0 : _missed.GetValueOrDefault(gateway.Key) + 1;
        }

        if (missed < ProbesLimit)
        {
            return;
        }

        LogLost(gateway.Key, gateway.Count());
        foreach (var (session, _) in gateway)
        {
            await session.EndAsync(new SessionEnd(SessionEndCause.GatewayLost, 1006, "")).ConfigureAwait(false);
        }
    }

    [LoggerMessage(EventId = 1131, Level = LogLevel.Warning, Message = "Gateway {Gateway} is gone: its {Count} sessions end")]
    private partial void LogLost(string gateway, int count);
}
