using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Grains.Sessions;

/// <summary>
/// Finds gateways that died without a word: a probe goes through some of a gateway's sessions, others each time, and any answer will do;
/// four that fail end the gateway's sessions, so that no provider's connection stays open for nobody.
/// </summary>
internal sealed partial class GatewayWatch(ActiveSessions sessions, Random random, TimeProvider time, ILogger<GatewayWatch> logger) : BackgroundService
{
    private const int ProbesLimit = 4;
    private const int SessionsPerProbe = 3;
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
            .Where(pair => pair.Value is not null && !pair.Key.IsEnding)
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
        var members = gateway.Select(pair => pair.Value!).ToArray();
        var asked = Enumerable.Range(0, Math.Min(SessionsPerProbe, members.Length)).Select(_ => members[random.Next(members.Length)]);
        var answered = (await Task.WhenAll(asked.Select(link => link.ProbeAsync())).ConfigureAwait(false)).Contains(true);
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
