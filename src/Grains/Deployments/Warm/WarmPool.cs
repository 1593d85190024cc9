using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Realtime.Configuration;
using Realtime.Configuration.Reload;
using Realtime.Grains.Deployments.Leases;
using Realtime.Grains.Deployments.Routing;
using Realtime.Grains.Interfaces.Calls;
using Realtime.Grains.Interfaces.Deployments;
using Realtime.Grains.Sessions;
using Realtime.Protocol.Translation;
using Realtime.Providers;

namespace Realtime.Grains.Deployments.Warm;

/// <summary>
/// Keeps connections of this silo open ahead (<c>warm_connections</c>), so that a session begins without its provider's connect time. Each holds a place
/// at its deployment like a session, and is replaced when it ends, when the provider says something, and before it is old.
/// </summary>
internal sealed partial class WarmPool(
    ConfigStore config,
    UpstreamConnector connector,
    DeploymentCalls calls,
    LeaseKeeper keeper,
    TimeProvider time,
    ILogger<WarmPool> logger) : BackgroundService
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _pauseAfterFailure = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Shelf> _shelves = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _wake = new(0);
    private bool _stopped;

    /// <summary>Takes a connection for a session.</summary>
    /// <param name="deployment">The deployment, as it stands in the configuration.</param>
    /// <returns>The connection, to be given to a session or put back; null when there is none.</returns>
    public WarmConnection? TryTake(Deployment deployment)
    {
        if (deployment.WarmConnections == 0 || !_shelves.TryGetValue(deployment.Id, out var shelf) || !ReferenceEquals(shelf.Deployment, deployment))
        {
            return null;
        }

        while (shelf.Connections.TryDequeue(out var connection))
        {
            if (connection.IsFresh && time.GetElapsedTime(connection.OpenedAt) < deployment.WarmConnectionMaxAge)
            {
                return connection;
            }

            _ = connection.CloseAsync();
        }

        return null;
    }

    /// <summary>Puts a connection back that its session did not take.</summary>
    /// <param name="connection">The connection.</param>
    public void PutBack(WarmConnection connection)
    {
        if (!_stopped && _shelves.TryGetValue(connection.Lease.Deployment.Id, out var shelf) && ReferenceEquals(shelf.Deployment, connection.Lease.Deployment))
        {
            shelf.Connections.Enqueue(connection);
        }
        else
        {
            _ = connection.CloseAsync();
        }
    }

    /// <summary>Tells that a connection was taken, so that the next is opened at once.</summary>
    public void Refill() => _wake.Release();

    /// <summary>Brings the shelves to what the configuration asks for.</summary>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <returns>A task that ends when it is done.</returns>
    public async Task FillAsync(CancellationToken cancellationToken)
    {
        var wanted = config.Current.Deployments
            .Where(deployment => deployment.WarmConnections > 0 && !deployment.Info.Blocked && DeploymentKeys.ModelOf(deployment) is null)
            .DistinctBy(deployment => deployment.Id)
            .ToDictionary(deployment => deployment.Id, StringComparer.Ordinal);
        foreach (var (id, shelf) in _shelves)
        {
            if (!wanted.TryGetValue(id, out var deployment) || !ReferenceEquals(deployment, shelf.Deployment))
            {
                _shelves.TryRemove(id, out _);
                shelf.Close();
            }
        }

        await Task.WhenAll(wanted.Values.Select(deployment =>
            FillAsync(_shelves.GetOrAdd(deployment.Id, _ => new Shelf(deployment)), cancellationToken))).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Rounds.TryAsync(() => FillAsync(stoppingToken), logger, stoppingToken).ConfigureAwait(false);
                await _wake.WaitAsync(_interval, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
        finally
        {
            _stopped = true;
            foreach (var shelf in _shelves.Values)
            {
                shelf.Close();
            }
        }
    }

    private async Task FillAsync(Shelf shelf, CancellationToken cancellationToken)
    {
        shelf.Sort(connection => connection.IsFresh && time.GetElapsedTime(connection.OpenedAt) < shelf.Deployment.WarmConnectionMaxAge);
        while (shelf.Connections.Count < shelf.Deployment.WarmConnections && shelf.MayOpenAt <= time.GetUtcNow())
        {
            if (await OpenAsync(shelf, cancellationToken).ConfigureAwait(false) is not { } connection)
            {
                shelf.MayOpenAt = time.GetUtcNow() + _pauseAfterFailure;
                return;
            }

            shelf.Connections.Enqueue(connection);
        }
    }

    private async Task<WarmConnection?> OpenAsync(Shelf shelf, CancellationToken cancellationToken)
    {
        var deployment = shelf.Deployment;
        var current = config.Current;
        var rules = RoutingRules.Of(current, overrides: null);
        var limits = rules.LimitsOf(deployment);
        var reference = new LeaseRef("warm_" + Guid.NewGuid().ToString("N"), Guid.NewGuid());
        if (!(await calls.TryAcquireAsync(deployment.Id, new LeaseRequest { Lease = reference, Limits = limits }).ConfigureAwait(false)).IsGranted)
        {
            return null;
        }

        DeploymentLease? lease = keeper.Keep(deployment, reference, limits);
        UpstreamLink? link = null;
        try
        {
            var general = current.General;
            var request = new UpstreamRequest
            {
                Deployment = deployment,
                Limits = new UpstreamLimits(general.KeepaliveInterval, general.KeepaliveTimeout, general.WriteTimeout),
            };
            (link, var refusal) = await connector.ConnectAsync(request, new UpstreamStart { SessionId = reference.SessionId }, cancellationToken).ConfigureAwait(false);
            if (refusal is not null)
            {
                LogNotOpened(deployment.Id, refusal.Message);
                lease.Abandon();
                await calls.FailAsync(deployment.Id, RestRules.Describe(reference, deployment, refusal, current.Router, hasSiblings: false, clientMayBeCause: false))
                    .ConfigureAwait(false);
                return null;
            }

            if (link!.Translator is IUpstreamTranslator)
            {
                // It begins its connection with what the session is, which is not known ahead.
                LogCannotBeWarm(deployment.Id, deployment.Provider);
                shelf.MayOpenAt = DateTimeOffset.MaxValue;
                return null;
            }

            var connection = new WarmConnection(link, lease, time.GetTimestamp());
            _ = connection.Disturbed.ContinueWith(_ => Refill(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            lease.Connected(link.ConnectTime);
            (link, lease) = (null, null);
            return connection;
        }
        finally
        {
            lease?.Dispose();
            if (link is not null)
            {
                _ = link.CloseAsync();
            }
        }
    }

    [LoggerMessage(EventId = 1311, Level = LogLevel.Warning, Message = "No connection could be opened ahead to deployment {Deployment}: {Reason}")]
    private partial void LogNotOpened(string deployment, string reason);

    [LoggerMessage(
        EventId = 1312,
        Level = LogLevel.Warning,
        Message = "warm_connections of deployment {Deployment} does nothing: connections to {Provider} cannot be opened before the session is known")]
    private partial void LogCannotBeWarm(string deployment, string provider);

    private sealed class Shelf(Deployment deployment)
    {
        public Deployment Deployment { get; } = deployment;

        public ConcurrentQueue<WarmConnection> Connections { get; } = new();

        public DateTimeOffset MayOpenAt { get; set; }

        public void Sort(Func<WarmConnection, bool> stays)
        {
            for (var left = Connections.Count; left > 0 && Connections.TryDequeue(out var connection); left--)
            {
                if (stays(connection))
                {
                    Connections.Enqueue(connection);
                }
                else
                {
                    _ = connection.CloseAsync();
                }
            }
        }

        public void Close()
        {
            while (Connections.TryDequeue(out var connection))
            {
                _ = connection.CloseAsync();
            }
        }
    }
}
