using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Realtime.Grains.Interfaces.Calls;
using Realtime.Grains.Interfaces.Policies;

namespace Realtime.Grains.Policies.Sessions;

/// <summary>
/// A silo's side of leases: renews those of its sessions, one call for all sessions of a policy, at once when another silo has died
/// (which may have held the policy), and hears of changes.
/// </summary>
internal sealed partial class LeaseKeeper(
    IGrainFactory grains, ISiloStatusOracle silos, PolicyTimes times, TimeProvider time, ILogger<LeaseKeeper> logger) : BackgroundService, IPolicyWatcher, ISiloStatusListener
{
    private readonly ConcurrentDictionary<string, SessionPolicy> _sessions = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _wake = new(0);
    private Task<IPolicyWatcher>? _self;

    /// <summary>Gets the name under which policies reach this silo.</summary>
    /// <returns>The name.</returns>
    /// <remarks>Made where no grain's turn is under way, since a grain must not make such names.</remarks>
    public Task<IPolicyWatcher> GetWatcherAsync() =>
        LazyInitializer.EnsureInitialized(ref _self, () => Task.Run(() => grains.CreateObjectReference<IPolicyWatcher>(this)));

    /// <summary>Takes a session's leases into care.</summary>
    /// <param name="session">The session.</param>
    public void Keep(SessionPolicy session) => _sessions[session.SessionId] = session;

    /// <summary>Cares no more.</summary>
    /// <param name="session">The session.</param>
    public void Forget(SessionPolicy session) => _sessions.TryRemove(session.SessionId, out _);

    /// <inheritdoc/>
    public Task Changed(PolicyChange change)
    {
        foreach (var session in _sessions.Values)
        {
            session.OnChanged(change);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status == SiloStatus.Dead)
        {
            _wake.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        silos.SubscribeToSiloStatusEvents(this);
        try
        {
            using var timer = new PeriodicTimer(times.Renewal, time);
            var tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            var wake = _wake.WaitAsync(stoppingToken);
            while (true)
            {
                var first = await Task.WhenAny(tick, wake).ConfigureAwait(false);
                await first.ConfigureAwait(false);
                await Rounds.TryAsync(() => RenewAsync(stoppingToken), logger, stoppingToken).ConfigureAwait(false);
                tick = tick.IsCompleted ? timer.WaitForNextTickAsync(stoppingToken).AsTask() : tick;
                wake = wake.IsCompleted ? _wake.WaitAsync(stoppingToken) : wake;
            }
        }
        finally
        {
            silos.UnSubscribeFromSiloStatusEvents(this);
        }
    }

    private Task RenewAsync(CancellationToken cancellationToken) => Task.WhenAll(_sessions.Values
        .SelectMany(session => session.Scopes.Select(scope => (Scope: scope, Session: session)))
        .GroupBy(pair => pair.Scope.Scope, StringComparer.Ordinal)
        .Select(group => RenewAsync(group.First().Scope.Grain, group.Key, [.. group.Select(pair => pair.Session)], cancellationToken)));

    private async Task RenewAsync(IKeyPolicyGrain grain, string scope, SessionPolicy[] sessions, CancellationToken cancellationToken)
    {
        try
        {
            var watcher = await GetWatcherAsync().ConfigureAwait(false);
            var ids = sessions.Select(session => session.SessionId).ToArray();
            var answer = await GrainCalls.AskAsync(() => grain.Renew(ids, watcher), time, cancellationToken).ConfigureAwait(false);
            foreach (var session in sessions)
            {
                var refusal = answer.Refusal ?? (answer.Lost.Contains(session.SessionId, StringComparer.Ordinal) ? PolicyRefusals.LeaseLost : null);
                if (refusal is not null)
                {
                    session.End(refusal, atTurnEnd: false);
                }
                else if (session.Scopes.FirstOrDefault(one => one.Scope == scope) is { } handle)
                {
                    session.Set(handle, answer.Document);
                }
            }
        }
        catch (TimeoutException exception)
        {
            LogNotRenewed(sessions.Length, PolicyScopes.Split(scope).Kind, exception);
        }
    }

    [LoggerMessage(EventId = 1421, Level = LogLevel.Warning, Message = "The places of {Count} sessions in the limits of a {Kind} could not be renewed")]
    private partial void LogNotRenewed(int count, string kind, Exception exception);
}
