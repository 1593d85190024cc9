using Microsoft.Extensions.Hosting;

namespace Realtime.Grains.Sessions.Clients;

/// <summary>Gives back what sessions that have fallen silent keep for clients that return.</summary>
internal sealed class SentFramesTrim(ActiveSessions sessions, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                foreach (var (_, client) in sessions.All)
                {
                    client.DropOld();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }
}
