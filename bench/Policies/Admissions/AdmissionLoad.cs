using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Realtime.Grains.Interfaces.Deployments;
using Realtime.Grains.Interfaces.Policies;

namespace Realtime.Bench.Policies.Admissions;

/// <summary>
/// Admits sessions from within a silo as the start of a session does: the key and its team at once, then the deployment; and gives all three places
/// back, which is not in the time of the admission.
/// </summary>
internal sealed class AdmissionLoad : IPolicyWatcher
{
    private readonly IGrainFactory _grains;
    private readonly DeploymentLimits _limits;
    private readonly IPolicyWatcher _self;
    private int _next;

    public AdmissionLoad(IServiceProvider services, bool limited, int index)
    {
        _grains = services.GetRequiredService<IGrainFactory>();
        _limits = limited ? new DeploymentLimits(MaxParallel: 100_000) : DeploymentLimits.None;
        _self = _grains.CreateObjectReference<IPolicyWatcher>(this);
        _next = index * 7919;
    }

    /// <inheritdoc/>
    public Task Changed(PolicyChange change) => Task.CompletedTask;

    /// <summary>Admits from many tasks as fast as it goes.</summary>
    /// <param name="time">For how long.</param>
    /// <param name="tasks">How many at once.</param>
    /// <returns>The time of each admission in µs.</returns>
    public async Task<List<double>> FloodAsync(TimeSpan time, int tasks)
    {
        var start = Stopwatch.GetTimestamp();
        var samples = await Task.WhenAll(Enumerable.Range(0, tasks).Select(async _ =>
        {
            var own = new List<double>();
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                own.Add(await AdmitAsync());
            }

            return own;
        }));
        return [.. samples.SelectMany(own => own)];
    }

    /// <summary>Admits at a steady pace, whether or not the ones before have been answered.</summary>
    /// <param name="time">For how long.</param>
    /// <param name="perSecond">How many a second.</param>
    /// <returns>The time of each admission in µs.</returns>
    public async Task<List<double>> PaceAsync(TimeSpan time, int perSecond)
    {
        var running = new List<Task<double>>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) is var passed && passed < time)
        {
            while (running.Count < passed.TotalSeconds * perSecond)
            {
                running.Add(Task.Run(AdmitAsync));
            }

            await timer.WaitForNextTickAsync();
        }

        return [.. await Task.WhenAll(running)];
    }

    private async Task<double> AdmitAsync()
    {
        var number = Interlocked.Increment(ref _next) % AdmissionOwners.Keys;
        var session = Guid.NewGuid().ToString("N");
        var (key, team) = (_grains.GetGrain<IKeyPolicyGrain>(AdmissionOwners.Key(number)), _grains.GetGrain<IKeyPolicyGrain>(AdmissionOwners.Team(number)));
        var deployment = _grains.GetGrain<IDeploymentGrain>(AdmissionOwners.Deployment(number));
        var admit = new AdmitRequest { SessionId = session, Models = ["voice"], Watcher = _self };
        var lease = new LeaseRequest { Lease = new LeaseRef(session, Guid.NewGuid()), Limits = _limits };
        var start = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(key.Admit(admit), team.Admit(admit));
        var place = await deployment.TryAcquire(lease);
        var taken = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        if (Array.Exists(answers, answer => answer.Refusal is not null) || !place.IsGranted)
        {
            throw new InvalidOperationException($"refused: {answers[0].Refusal}, {answers[1].Refusal}, {place.Denial}");
        }

        await Task.WhenAll(key.Release(session, false), team.Release(session, false), deployment.Release(lease.Lease).AsTask());
        return taken;
    }
}
