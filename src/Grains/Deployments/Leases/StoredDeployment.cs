using Realtime.Grains.Deployments.Load;
using Realtime.Grains.Interfaces.Deployments;

namespace Realtime.Grains.Deployments.Leases;

/// <summary>A deployment's state together with its store: a place that a limit counts is stored before it is given.</summary>
/// <param name="store">The store.</param>
/// <param name="time">The clock.</param>
internal sealed class StoredDeployment(DeploymentStore store, TimeProvider time)
{
    private const int MostConflicts = 3;

    private bool _mustRead = true;
    private bool _isDirty;

    /// <summary>Gets the state.</summary>
    public DeploymentState State { get; } = new();

    /// <summary>Asks for a place.</summary>
    /// <param name="request">The question.</param>
    /// <returns>The answer.</returns>
    public async ValueTask<LeaseAnswer> TryAcquireAsync(LeaseRequest request)
    {
        if (request.Limits.Any)
        {
            await ReadIfMustAsync();
        }

        var answer = State.TryAcquire(request, time.GetUtcNow());
        if (!answer.IsGranted || !request.Limits.Any)
        {
            return answer;
        }

        for (var attempt = 0; attempt < MostConflicts; attempt++)
        {
            if (await WriteAsync() != StoreOutcome.Conflict)
            {
                break;
            }

            // Another activation of this grain, of a silo that is on its way out, gave places too.
            await ReadAsync();
            answer = State.Confirm(request, time.GetUtcNow());
            if (!answer.IsGranted)
            {
                break;
            }
        }

        return answer;
    }

    /// <summary>Gives a place back. It is stored with the next write: a place too many that is remembered lets nobody in who may not.</summary>
    /// <param name="lease">The place.</param>
    public void Release(LeaseRef lease) => _isDirty |= State.Release(lease);

    /// <summary>Counts a failure.</summary>
    /// <param name="failure">The failure.</param>
    /// <returns>Whether a rest begins with it.</returns>
    public bool Fail(DeploymentFailure failure)
    {
        _isDirty = true;
        return State.Fail(failure, time.GetUtcNow());
    }

    /// <summary>Takes in a silo's report.</summary>
    /// <param name="report">The report.</param>
    /// <returns>A task that ends when it is stored, where that is worth it.</returns>
    public async Task RenewAsync(LeaseReport report)
    {
        State.Renew(report, time.GetUtcNow());
        if (!report.IsLimited || (report.Held.Count == 0 && report.Tokens == 0 && !_isDirty))
        {
            return;
        }

        await ReadIfMustAsync();
        _isDirty = false;
        if (await WriteAsync() == StoreOutcome.Conflict)
        {
            await ReadAsync();
            _isDirty = true;
        }
    }

    /// <summary>Stores what is not stored yet.</summary>
    /// <returns>A task that ends when it is, or when the store does not answer.</returns>
    public async Task SaveAsync()
    {
        if (_isDirty && !_mustRead)
        {
            _isDirty = false;
            await WriteAsync();
        }
    }

    private Task<StoreOutcome> WriteAsync() => store.WriteAsync(() => State.ToRecord(time.GetUtcNow()));

    // Not when the grain comes up: sessions of deployments without limits need no store, and none waits for one that is away.
    private async ValueTask ReadIfMustAsync()
    {
        if (_mustRead)
        {
            await ReadAsync();
        }
    }

    private async Task ReadAsync()
    {
        _mustRead &= !await store.ReadAsync(State.Merge);
    }
}
