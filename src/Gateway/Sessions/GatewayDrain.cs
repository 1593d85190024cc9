using Realtime.Configuration.Reload;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Gateway.Sessions;

/// <summary>
/// Empties a gateway without cutting anyone short: no new clients, the present ones are let go at their turn's end with 1012, and at the
/// deadline wherever they are. It begins when the process is told to stop, or before by <see cref="DrainAsync"/>.
/// </summary>
internal sealed partial class GatewayDrain(
    OpenClients clients, ConfigStore config, TimeProvider time, ILogger<GatewayDrain> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task? _drain;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => DrainAsync();

    /// <summary>Begins to drain, unless that has begun already.</summary>
    /// <returns>A task that ends when no client is left, or the deadline has passed.</returns>
    public Task DrainAsync()
    {
        lock (_gate)
        {
            return _drain ??= EmptyAsync();
        }
    }

    private async Task EmptyAsync()
    {
        clients.StartDraining();
        var sessions = clients.Sessions.ToList();
        if (sessions.Count > 0)
        {
            LogDraining(sessions.Count);
            await Task.WhenAll(sessions.Select(session => session.DrainAsync())).ConfigureAwait(false);
        }

        if (await AllGoneAsync(config.Current.General.DrainTimeout).ConfigureAwait(false))
        {
            return;
        }

        LogCut(clients.Count);
        var end = new SessionEnd(SessionEndCause.Draining, 1012, "The server is restarting. Connect again.");
        await Task.WhenAll(clients.Sessions.Select(session => session.EndAsync(end))).ConfigureAwait(false);
        await AllGoneAsync(LastWords).ConfigureAwait(false);
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

    private async Task<bool> AllGoneAsync(TimeSpan timeout)
    {
        var start = time.GetTimestamp();
        while (clients.Count > 0)
        {
            if (time.GetElapsedTime(start) > timeout)
            {
                return false;
            }

            await Task.Delay(Poll, time).ConfigureAwait(false);
        }

        return true;
    }

    [LoggerMessage(EventId = 2111, Level = LogLevel.Information, Message = "Draining {Count} clients")]
    private partial void LogDraining(int count);

    [LoggerMessage(EventId = 2112, Level = LogLevel.Warning, Message = "The drain's time is over: {Count} clients end within a turn")]
    private partial void LogCut(int count);
}
