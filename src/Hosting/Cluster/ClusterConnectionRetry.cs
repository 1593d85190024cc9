using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Realtime.Hosting.Cluster;

/// <summary>Lets a gateway wait for Redis and its cluster's first silo for as long as it takes, and says what it waits for.</summary>
internal sealed partial class ClusterConnectionRetry(
    ConfigurationOptions redis, TimeProvider time, ILogger<ClusterConnectionRetry> logger) : IClientConnectionRetryFilter
{
    private const int AttemptsPerLine = 10;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private int _attempts;

    /// <inheritdoc/>
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        // Each attempt of the client opens a new connection to Redis and keeps it, hence one wait here rather than many attempts.
        await RedisWait.UntilAnswersAsync(redis, time, logger, cancellationToken).ConfigureAwait(false);
        if (exception is not (RedisException or TimeoutException) && _attempts++ % AttemptsPerLine == 0)
        {
            LogWaiting(exception is SiloUnavailableException ? "none is registered" : "none can be reached");
        }

        await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
        return true;
    }

    [LoggerMessage(
        EventId = 3011,
        Level = LogLevel.Warning,
        Message = "Waiting for a silo of the cluster: {Reason}. Start one with the same --cluster")]
    private partial void LogWaiting(string reason);
}
