using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Storage;
using Realtime.Grains.Deployments.Leases;
using Realtime.Grains.Deployments.Load;
using Realtime.Grains.Interfaces.Deployments;
using Realtime.Grains.Telemetry;

namespace Realtime.Grains.Deployments;

/// <inheritdoc/>
/// <remarks>Reentrant, so that many sessions share one write; every change of the state is made between two awaits.</remarks>
[Reentrant]
internal sealed partial class DeploymentGrain(
    [FromKeyedServices(DeploymentGrain.Storage)] IGrainStorage storage,
    DeploymentProber prober,
    RealtimeMetrics metrics,
    TimeProvider time,
    ILogger<DeploymentGrain> logger) : Grain, IDeploymentGrain
{
    /// <summary>The name of the grain storage that keeps the places.</summary>
    public const string Storage = "deployments";

    private const int MostConflicts = 3;

    private readonly DeploymentState _state = new();
    private DeploymentStore? _store;
    private bool _mustRead = true;
    private bool _isDirty;
    private Task<DeploymentLoad>? _probe;

    private DeploymentStore Store => _store ??= new DeploymentStore(storage, this.GetGrainId(), time, logger);

    /// <inheritdoc/>
    public async ValueTask<LeaseAnswer> TryAcquire(LeaseRequest request)
    {
        if (request.Limits.Any && _mustRead)
        {
            await ReadAsync();
        }

        var answer = _state.TryAcquire(request, time.GetUtcNow());
        if (!answer.IsGranted || !request.Limits.Any)
        {
            return answer;
        }

        for (var attempt = 0; attempt < MostConflicts; attempt++)
        {
            if (await Store.WriteAsync(() => _state.ToRecord(time.GetUtcNow())) != StoreOutcome.Conflict)
            {
                break;
            }

            // Another activation of this grain, of a silo that is on its way out, gave places too.
            await ReadAsync();
            answer = _state.Confirm(request, time.GetUtcNow());
            if (!answer.IsGranted)
            {
                break;
            }
        }

        return answer;
    }

    /// <inheritdoc/>
    public ValueTask<DeploymentLoad> Release(LeaseRef lease)
    {
        _isDirty |= _state.Release(lease);
        return new ValueTask<DeploymentLoad>(_state.Load(time.GetUtcNow()));
    }

    /// <inheritdoc/>
    public ValueTask<DeploymentLoad> Fail(DeploymentFailure failure)
    {
        _isDirty = true;
        if (_state.Fail(failure, time.GetUtcNow()))
        {
            var id = this.GetPrimaryKeyString();
            metrics.Rests.Add(1, new KeyValuePair<string, object?>("realtime.deployment.id", id));
            LogRests(id, failure.Rest, failure.Message);
        }

        return new ValueTask<DeploymentLoad>(_state.Load(time.GetUtcNow()));
    }

    /// <inheritdoc/>
    public async ValueTask<DeploymentLoad> Renew(LeaseReport report)
    {
        var now = time.GetUtcNow();
        _state.Renew(report, now);
        if (report.IsLimited && (report.Held.Count > 0 || report.Tokens > 0 || _isDirty))
        {
            if (_mustRead)
            {
                await ReadAsync();
            }

            _isDirty = false;
            if (await Store.WriteAsync(() => _state.ToRecord(time.GetUtcNow())) == StoreOutcome.Conflict)
            {
                await ReadAsync();
                _isDirty = true;
            }
        }

        return _state.Load(now);
    }

    /// <inheritdoc/>
    public ValueTask<DeploymentLoad> GetLoad() => new(_state.Load(time.GetUtcNow()));

    /// <inheritdoc/>
    public Task<DeploymentLoad> Probe(TimeSpan maxAge)
    {
        var load = _state.Load(time.GetUtcNow());
        if (load.ProbedAt is { } at && time.GetUtcNow() - at < maxAge)
        {
            return Task.FromResult(load);
        }

        // Those who ask while a probe runs get its result.
        return _probe is { IsCompleted: false } running ? running : _probe = ProbeNowAsync();
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_isDirty && _store is not null)
        {
            await Store.WriteAsync(() => _state.ToRecord(time.GetUtcNow()));
        }
    }

    private async Task<DeploymentLoad> ProbeNowAsync()
    {
        var (error, transient) = await prober.ProbeAsync(this.GetPrimaryKeyString());
        _state.Probed(error, transient, time.GetUtcNow());
        return _state.Load(time.GetUtcNow());
    }

    // Not when the grain comes up: sessions of deployments without limits need no store, and none waits for one that is away.
    private async Task ReadAsync()
    {
        if (await Store.ReadAsync() is { } record)
        {
            _mustRead = false;
            _state.Merge(record);
        }
    }

    [LoggerMessage(EventId = 1302, Level = LogLevel.Warning, Message = "Deployment {Deployment} rests for {Rest}: {Reason}")]
    private partial void LogRests(string deployment, TimeSpan rest, string reason);
}
