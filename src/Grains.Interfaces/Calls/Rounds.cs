using Microsoft.Extensions.Logging;

namespace Realtime.Grains.Interfaces.Calls;

/// <summary>What a process does again and again for as long as it lives. One round that fails must end neither the rounds nor the process.</summary>
public static partial class Rounds
{
    /// <summary>Does a round. What goes wrong in it is written down, and is not this caller's matter.</summary>
    /// <param name="round">The round.</param>
    /// <param name="logger">The log, whose category says what failed.</param>
    /// <param name="stoppingToken">The process stops.</param>
    /// <returns>A task that ends with the round.</returns>
    /// <exception cref="OperationCanceledException">The process stops.</exception>
    public static async Task TryAsync(Func<Task> round, ILogger logger, CancellationToken stoppingToken)
    {
        try
        {
            await round().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            // What fails because everything around it stops is no failure.
            stoppingToken.ThrowIfCancellationRequested();
            LogFailed(logger, exception);
        }
    }

    [LoggerMessage(EventId = 1901, Level = LogLevel.Error, Message = "One of this service's rounds failed; the next one comes in its time")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
