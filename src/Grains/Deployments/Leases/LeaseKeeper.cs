using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Realtime.Configuration;
using Realtime.Grains.Interfaces.Calls;
using Realtime.Grains.Interfaces.Deployments;
using Realtime.Grains.Telemetry;

namespace Realtime.Grains.Deployments.Leases;

/// <summary>
/// Renews the places that sessions of this silo hold, and reports what they measured: one timer for the silo and one call for a deployment, however
/// many sessions there are.
/// </summary>
internal sealed class LeaseKeeper : BackgroundService
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _renewAfter = TimeSpan.FromSeconds(8);

    private readonly DeploymentCalls _calls;
    private readonly DeploymentBoard _board;
    private readonly TimeProvider _time;
    private readonly ILogger<LeaseKeeper> _logger;
    private readonly ConcurrentDictionary<DeploymentLease, byte> _held = new();
    private readonly ConcurrentDictionary<string, LeaseFigures> _figures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _watched = new(StringComparer.Ordinal);
    private long _lastRenewal;

    /// <summary>Initializes a new instance of the <see cref="LeaseKeeper"/> class.</summary>
    /// <param name="calls">Reaches the deployments' grains.</param>
    /// <param name="board">What they last said.</param>
    /// <param name="metrics">Shows the places.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public LeaseKeeper(DeploymentCalls calls, DeploymentBoard board, RealtimeMetrics metrics, TimeProvider time, ILogger<LeaseKeeper> logger)
    {
        _calls = calls;
        _board = board;
        _time = time;
        _logger = logger;
        metrics.ObserveLeases(() => _held.Keys.CountBy(lease => lease.Deployment.Id));
    }

    /// <summary>Keeps a place that was given, until it is disposed of.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="reference">The place.</param>
    /// <param name="limits">The deployment's limits.</param>
    /// <returns>The place.</returns>
    public DeploymentLease Keep(Deployment deployment, LeaseRef reference, DeploymentLimits limits)
    {
        var lease = new DeploymentLease(this, deployment, reference, limits.Any);
        _held.TryAdd(lease, 0);
        FiguresOf(lease).Limited(limits.Any);
        return lease;
    }

    /// <summary>Asks now and then what is known of a deployment, so that the next choice knows it.</summary>
    /// <param name="deploymentId">The deployment.</param>
    public void Watch(string deploymentId) => _watched.TryAdd(deploymentId, 0);

    /// <summary>Gets the figures of a place's deployment.</summary>
    /// <param name="lease">The place.</param>
    /// <returns>They.</returns>
    public LeaseFigures FiguresOf(DeploymentLease lease) => _figures.GetOrAdd(lease.Deployment.Id, _ => new LeaseFigures());

    /// <summary>Renews a place no longer.</summary>
    /// <param name="lease">The place.</param>
    public void Forget(DeploymentLease lease) => _held.TryRemove(lease, out _);

    /// <summary>Gives a place back.</summary>
    /// <param name="lease">The place.</param>
    public void Release(DeploymentLease lease)
    {
        Forget(lease);

        // Not awaited: a session's end does not wait for the cluster. What is not told now goes with the next report.
        _ = ReleaseAsync(lease);
    }

    /// <summary>Reports what there is to report, and renews what is due.</summary>
    /// <returns>A task that ends when all deployments know.</returns>
    public async Task ReportAsync()
    {
        var renews = _lastRenewal == 0 || _time.GetElapsedTime(_lastRenewal) >= _renewAfter;
        if (renews)
        {
            _lastRenewal = _time.GetTimestamp();
        }

        var held = renews ? _held.Keys.ToLookup(lease => lease.Deployment.Id, lease => lease.Reference, StringComparer.Ordinal) : null;
        var reports = _figures.Select(pair => ReportAsync(pair.Key, pair.Value, held is null ? [] : [.. held[pair.Key]]));
        await Task.WhenAll(reports).ConfigureAwait(false);
        await Task.WhenAll(_watched.Keys
            .Where(id => _watched.TryRemove(id, out _) && !(_board.AgeOf(id) < _interval))
            .Select(_calls.GetLoadAsync)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await Rounds.TryAsync(ReportAsync, _logger, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }

    private async Task ReportAsync(string deploymentId, LeaseFigures figures, IReadOnlyList<LeaseRef> held)
    {
        if (figures.Take(held) is { } report && !await _calls.RenewAsync(deploymentId, report).ConfigureAwait(false))
        {
            figures.PutBack(report);
        }
    }

    private async Task ReleaseAsync(DeploymentLease lease)
    {
        if (!await _calls.ReleaseAsync(lease.Deployment.Id, lease.Reference).ConfigureAwait(false))
        {
            FiguresOf(lease).NotReleased(lease.Reference);
        }
    }
}
