using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Realtime.Grains.Interfaces.Calls;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Sessions.Clients;

namespace Realtime.Grains.Sessions;

/// <summary>
/// Finds gateways that died without a word: a probe goes through some of a gateway's sessions, others each time, and any answer will do;
/// four that fail mean that the gateway's sessions have lost their clients, so that no provider's connection stays open for nobody.
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
                await Rounds.TryAsync(ProbeAllAsync, logger, stoppingToken).ConfigureAwait(false);
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
            .Where(pair => !pair.Key.IsEnding)
            .Select(pair => new Held(pair.Value, pair.Value.Number, pair.Value.Remote))
            .Where(held => held.Remote is not null)
            .GroupBy(held => held.Remote!.GatewayId, StringComparer.Ordinal)
            .ToList();
        foreach (var gone in _missed.Keys.Except(gateways.Select(gateway => gateway.Key), StringComparer.Ordinal).ToList())
        {
            _missed.Remove(gone);
        }

        await Task.WhenAll(gateways.Select(ProbeAsync)).ConfigureAwait(false);
    }

    private async Task ProbeAsync(IGrouping<string, Held> gateway)
    {
        var members = gateway.Select(held => held.Remote!).ToArray();
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
        foreach (var held in gateway)
        {
            await held.Client.ConnectionEndedAsync(held.Connection, new SessionEnd(SessionEndCause.GatewayLost, 1006, "")).ConfigureAwait(false);
        }
    }

    [LoggerMessage(EventId = 1131, Level = LogLevel.Warning, Message = "Gateway {Gateway} is gone: its {Count} sessions have lost their clients")]
    private partial void LogLost(string gateway, int count);

    private readonly record struct Held(ClientLink Client, int Connection, RemoteClientLink? Remote);
}
