using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Storage;
using Realtime.Grains.Deployments.Leases;
using Realtime.Grains.Interfaces.Deployments;
using Realtime.Grains.Policies.Alerts;
using Realtime.Grains.Telemetry;

namespace Realtime.Grains.Deployments;

/// <inheritdoc/>
/// <remarks>Reentrant, so that many sessions share one write; every change of the state is made between two awaits.</remarks>
[Reentrant]
internal sealed partial class DeploymentGrain : Grain, IDeploymentGrain
{
    /// <summary>The name of the grain storage that keeps the places.</summary>
    public const string Storage = "deployments";

    private readonly StoredDeployment _deployment;
    private readonly DeploymentProber _prober;
    private readonly RealtimeMetrics _metrics;
    private readonly AlertBoard _alerts;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private Task<DeploymentLoad>? _probe;

    /// <summary>Initializes a new instance of the <see cref="DeploymentGrain"/> class.</summary>
    /// <param name="storage">Keeps the places.</param>
    /// <param name="prober">Probes.</param>
    /// <param name="metrics">Counts.</param>
    /// <param name="alerts">Tells people.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public DeploymentGrain(
        [FromKeyedServices(Storage)] IGrainStorage storage,
        DeploymentProber prober,
        RealtimeMetrics metrics,
        AlertBoard alerts,
        TimeProvider time,
        ILogger<DeploymentGrain> logger)
    {
        (_prober, _metrics, _alerts, _time, _logger) = (prober, metrics, alerts, time, logger);
        _deployment = new StoredDeployment(new DeploymentStore(storage, this.GetGrainId(), time, logger), time);
    }

    /// <inheritdoc/>
    public ValueTask<LeaseAnswer> TryAcquire(LeaseRequest request) => _deployment.TryAcquireAsync(request);

    /// <inheritdoc/>
    public ValueTask<DeploymentLoad> Release(LeaseRef lease)
    {
        _deployment.Release(lease);
        return GetLoad();
    }

    /// <inheritdoc/>
    public ValueTask<DeploymentLoad> Fail(DeploymentFailure failure)
    {
        var begins = _deployment.Fail(failure);
        if (begins && failure.IsLoss)
        {
            LogUnsteady(this.GetPrimaryKeyString(), failure.Rest);
        }
        else if (begins)
        {
            var id = this.GetPrimaryKeyString();
            _metrics.Rests.Add(1, new KeyValuePair<string, object?>("realtime.deployment.id", id));
            _alerts.Raise(new Alert(
                AlertTypes.Cooldown, "cooldown", FormattableString.Invariant($"Deployment {id} rests for {failure.Rest.TotalSeconds:0.###} s after failures."), id));
            LogRests(id, failure.Rest, failure.Message);
        }

        return GetLoad();
    }

    /// <inheritdoc/>
    public async ValueTask<DeploymentLoad> Renew(LeaseReport report)
    {
        await _deployment.RenewAsync(report);
        return await GetLoad();
    }

    /// <inheritdoc/>
    public ValueTask<DeploymentLoad> GetLoad() => new(_deployment.State.Load(_time.GetUtcNow()));

    /// <inheritdoc/>
    public Task<DeploymentLoad> Probe(TimeSpan maxAge)
    {
        var now = _time.GetUtcNow();
        var load = _deployment.State.Load(now);
        if (load.ProbedAt is { } at && now - at < maxAge)
        {
            return Task.FromResult(load);
        }

        // Those who ask while a probe runs get its result.
        return _probe is { IsCompleted: false } running ? running : _probe = ProbeNowAsync();
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => _deployment.SaveAsync();

    private async Task<DeploymentLoad> ProbeNowAsync()
    {
        var (error, transient) = await _prober.ProbeAsync(this.GetPrimaryKeyString());
        var now = _time.GetUtcNow();
        _deployment.State.Probed(error, transient, now);
        return _deployment.State.Load(now);
    }

    [LoggerMessage(EventId = 1302, Level = LogLevel.Warning, Message = "Deployment {Deployment} rests for {Rest}: {Reason}")]
    private partial void LogRests(string deployment, TimeSpan rest, string reason);

    [LoggerMessage(
        EventId = 1304, Level = LogLevel.Warning, Message = "Deployment {Deployment} is asked after all others for {Rest}: it dropped sessions before they had an answer")]
    private partial void LogUnsteady(string deployment, TimeSpan rest);
}
