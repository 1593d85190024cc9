using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Realtime.Configuration.Reload;

namespace Realtime.Grains.Sessions;

/// <summary>
/// Lets the sessions of a silo that is being stopped end at their turn's end, before the silo itself stops; at the deadline they
/// end wherever they are.
/// </summary>
internal sealed partial class SessionDrain(
    ActiveSessions sessions, ConfigStore config, TimeProvider time, ILogger<SessionDrain> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var running = sessions.All.Select(pair => pair.Key).ToList();
        if (running.Count == 0)
        {
            return;
        }

        LogDraining(running.Count, config.Current.General.DrainTimeout);
        foreach (var session in running)
        {
            session.Drain();
        }

        if (!await AllEndedAsync(running, config.Current.General.DrainTimeout).ConfigureAwait(false))
        {
            LogCut(running.Count(session => !session.Ended.IsCompleted));
            foreach (var session in running)
            {
                await session.EndAsync(SessionErrors.Drained).ConfigureAwait(false);
            }

            await AllEndedAsync(running, LastWords).ConfigureAwait(false);
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

    private async Task<bool> AllEndedAsync(IEnumerable<RealtimeSession> running, TimeSpan timeout)
    {
        try
        {
            await Task.WhenAll(running.Select(session => session.Ended)).WaitAsync(timeout, time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    [LoggerMessage(EventId = 1121, Level = LogLevel.Information, Message = "Draining {Count} sessions, for at most {Timeout}")]
    private partial void LogDraining(int count, TimeSpan timeout);

    [LoggerMessage(EventId = 1122, Level = LogLevel.Warning, Message = "The drain's time is over: {Count} sessions end within a turn")]
    private partial void LogCut(int count);
}
