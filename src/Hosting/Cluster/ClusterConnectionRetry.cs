using Microsoft.Extensions.Logging;

namespace Realtime.Hosting.Cluster;

/// <summary>Lets a gateway wait for its cluster's first silo for as long as it takes, and says so.</summary>
internal sealed partial class ClusterConnectionRetry(TimeProvider time, ILogger<ClusterConnectionRetry> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private int _attempts;

    /// <inheritdoc/>
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (_attempts++ % 5 == 0)
        {
            LogWaiting(exception.GetType().Name);
        }

        await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
        return true;
    }

    [LoggerMessage(
        EventId = 3011,
        Level = LogLevel.Warning,
        Message = "Waiting for a silo of the cluster ({Failure}). Start one with the same --cluster")]
    private partial void LogWaiting(string failure);
}
