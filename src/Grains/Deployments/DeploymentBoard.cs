using System.Collections.Concurrent;
using Realtime.Grains.Interfaces.Deployments;

namespace Realtime.Grains.Deployments;

/// <summary>
/// What this silo last heard of each deployment. It only advises in which order they are asked: what a deployment answers decides.
/// </summary>
internal sealed class DeploymentBoard(TimeProvider time)
{
    // Clients name the models of a pattern: what is kept of them has a bound.
    private const int MostRests = 1024;

    private readonly ConcurrentDictionary<string, (DeploymentLoad Load, long At)> _loads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Id, string Model), DateTimeOffset> _rests = new();

    /// <summary>Keeps what a deployment said.</summary>
    /// <param name="deploymentId">The deployment.</param>
    /// <param name="load">What it said.</param>
    public void Put(string deploymentId, DeploymentLoad load) => _loads[deploymentId] = (load, time.GetTimestamp());

    /// <summary>Keeps what a deployment answered to the question for a place.</summary>
    /// <param name="deploymentId">The deployment.</param>
    /// <param name="model">The model of a pattern, else null.</param>
    /// <param name="answer">The answer.</param>
    public void Put(string deploymentId, string? model, LeaseAnswer answer)
    {
        if (answer.Load is { } load)
        {
            Put(deploymentId, load);
        }

        if (answer.Denial == LeaseDenial.Resting && answer.RetryAfter is { } rest && (_rests.Count < MostRests || ForgetRests()))
        {
            _rests[(deploymentId, model ?? "")] = time.GetUtcNow() + rest;
        }
    }

    /// <summary>Gets what a deployment last said.</summary>
    /// <param name="deploymentId">The deployment.</param>
    /// <returns>It, <see cref="DeploymentLoad.Unknown"/> when it never said anything.</returns>
    public DeploymentLoad Get(string deploymentId) => _loads.TryGetValue(deploymentId, out var entry) ? entry.Load : DeploymentLoad.Unknown;

    /// <summary>Gets how old that is.</summary>
    /// <param name="deploymentId">The deployment.</param>
    /// <returns>Its age; null when it never said anything.</returns>
    public TimeSpan? AgeOf(string deploymentId) => _loads.TryGetValue(deploymentId, out var entry) ? time.GetElapsedTime(entry.At) : null;

    /// <summary>Tells whether a deployment is known to rest.</summary>
    /// <param name="deploymentId">The deployment.</param>
    /// <param name="model">The model of a pattern, else null.</param>
    /// <returns>Whether it is.</returns>
    public bool Rests(string deploymentId, string? model)
    {
        var now = time.GetUtcNow();
        return _rests.TryGetValue((deploymentId, model ?? ""), out var until)
            ? until > now
            : model is null && Get(deploymentId).RestsUntil > now;
    }

    private bool ForgetRests()
    {
        var now = time.GetUtcNow();
        foreach (var (key, until) in _rests)
        {
            if (until <= now)
            {
                _rests.TryRemove(key, out _);
            }
        }

        return _rests.Count < MostRests;
    }
}
