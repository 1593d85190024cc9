using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Realtime.Configuration.Reload;

namespace Realtime.Grains.Sessions;

/// <summary>
/// Lets the sessions of a silo that is being stopped go to other silos at their turn's end, before the silo itself stops; at the deadline they
/// go wherever they are. Sessions whose gateway is this process end.
/// </summary>
internal sealed partial class SessionDrain(
    ActiveSessions sessions, ConfigStore config, TimeProvider time, ILogger<SessionDrain> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var timeout = config.Current.General.DrainTimeout;
        if (sessions.Count > 0)
        {
            LogDraining(sessions.Count, timeout);
        }

        sessions.Drain();
        if (!await AllEndedAsync(timeout).ConfigureAwait(false))
        {
            LogCut(sessions.Count);
            foreach (var (session, client) in sessions.All)
            {
                client.Leave(session);
            }

            await AllEndedAsync(LastWords).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> AllEndedAsync(TimeSpan timeout)
    {
        var start = time.GetTimestamp();
        while (sessions.All.Select(pair => pair.Key.Ended).ToList() is { Count: > 0 } running)
        {
            var left = timeout - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            await ((Task)Task.WhenAll(running)).WaitAsync(left, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return true;
    }

    [LoggerMessage(EventId = 1121, Level = LogLevel.Information, Message = "Draining {Count} sessions, for at most {Timeout}")]
    private partial void LogDraining(int count, TimeSpan timeout);

    [LoggerMessage(EventId = 1122, Level = LogLevel.Warning, Message = "The drain's time is over: {Count} sessions leave within a turn")]
    private partial void LogCut(int count);
}
