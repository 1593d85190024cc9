using System.Collections.Concurrent;
using Amazon.Runtime;
using Microsoft.Extensions.Logging;
using Realtime.Configuration;

namespace Realtime.Providers.Bedrock.Credentials;

/// <summary>The deployments' AWS keys: fetched within a bound, kept for each deployment, renewed before they end.</summary>
internal sealed partial class AwsCredentialSource(TimeProvider time, ILogger<AwsCredentialSource> logger)
{
    private static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(20);

    // A stream lives for 8 minutes and must not outlive its keys, which AWS wants 3 minutes of margin for.
    private static readonly TimeSpan LeastLeft = TimeSpan.FromMinutes(11);

    private readonly ConcurrentDictionary<(string Deployment, AwsOptions Options), Entry> _entries = new();

    /// <summary>Gets a deployment's keys.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="region">Its region.</param>
    /// <param name="cancellationToken">Ends the wait; 20 s do too.</param>
    /// <returns>The keys, or why there are none.</returns>
    public async Task<(AwsKeys? Keys, UpstreamRefusal? Refusal)> GetAsync(
        Deployment deployment, string region, CancellationToken cancellationToken)
    {
        var entry = _entries.GetOrAdd((deployment.Id, deployment.Aws), static (key, region) => new Entry(new(key.Options, region)), region);
        try
        {
            return (await entry.GetAsync(time, cancellationToken).ConfigureAwait(false), null);
        }
        catch (TimeoutException)
        {
            LogNoKeys(deployment.Id, nameof(TimeoutException));
            return (null, new UpstreamRefusal(UpstreamRefusalKind.Timeout, "AWS gave no credentials within 20 s."));
        }
        catch (Exception exception) when (exception is AmazonClientException or AmazonServiceException or ArgumentException
            or InvalidOperationException or IOException or HttpRequestException)
        {
            LogNoKeys(deployment.Id, exception is AmazonServiceException { ErrorCode: { Length: > 0 } code } ? code : exception.GetType().Name);
            return (null, new UpstreamRefusal(
                UpstreamRefusalKind.NoCredential, "No AWS credentials could be had for the deployment."));
        }
    }

    [LoggerMessage(EventId = 1321, Level = LogLevel.Warning, Message = "No AWS credentials for deployment {Deployment}: {Failure}")]
    private partial void LogNoKeys(string deployment, string failure);

    private sealed class Entry(AwsKeyFetch fetch)
    {
        private readonly Lock _gate = new();
        private AwsKeys? _keys;
        private Task<AwsKeys>? _running;

        public async Task<AwsKeys> GetAsync(TimeProvider time, CancellationToken cancellationToken)
        {
            Task<AwsKeys> running;
            lock (_gate)
            {
                if (_keys is { Expires: { } end } && end - time.GetUtcNow() > LeastLeft)
                {
                    return _keys;
                }

                // One fetch for all sessions that want one now; a session that gives up does not end it for the others. Not on the
                // caller's thread, since files, processes and the instance's service are asked synchronously.
                running = _running ??= fetch.IsImmediate ? fetch.FetchAsync(CancellationToken.None) : Task.Run(() => FetchAsync(time), CancellationToken.None);
            }

            try
            {
                return await running.WaitAsync(FetchTimeout, time, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException && StillGood(time) is not null)
            {
                return StillGood(time)!;
            }
            finally
            {
                lock (_gate)
                {
                    _running = _running == running && (running.IsCompleted || !cancellationToken.IsCancellationRequested) ? null : _running;
                }
            }
        }

        // Keys that cannot be renewed early are used until they end.
        private AwsKeys? StillGood(TimeProvider time)
        {
            lock (_gate)
            {
                return _keys is { Expires: { } end } keys && end > time.GetUtcNow() ? keys : null;
            }
        }

        private async Task<AwsKeys> FetchAsync(TimeProvider time)
        {
            using var bound = new CancellationTokenSource(FetchTimeout, time);
            try
            {
                var keys = await fetch.FetchAsync(bound.Token).ConfigureAwait(false);
                lock (_gate)
                {
                    return _keys = keys;
                }
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException();
            }
        }
    }
}
