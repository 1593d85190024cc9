using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Realtime.Hosting.Cluster;

/// <summary>Waits for Redis before a process joins its cluster, so that processes may be started in any order.</summary>
public static partial class RedisWait
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Waits until Redis answers.</summary>
    /// <param name="options">Redis.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told every few seconds what is waited for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when Redis answered.</returns>
    public static async Task UntilAnswersAsync(
        ConfigurationOptions options, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(options).WaitAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            for (var attempt = 0; ; attempt++)
            {
                try
                {
                    await connection.GetDatabase().PingAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
                    return;
                }
                catch (Exception exception) when (exception is RedisException or TimeoutException)
                {
                    if (attempt % 5 == 0)
                    {
                        LogWaiting(logger, string.Join(", ", options.EndPoints));
                    }
                }

                await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "Waiting for Redis at {Endpoint}, which does not answer")]
    private static partial void LogWaiting(ILogger logger, string endpoint);
}
