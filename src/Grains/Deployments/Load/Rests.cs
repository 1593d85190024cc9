using Realtime.Grains.Interfaces.Deployments;

namespace Realtime.Grains.Deployments.Load;

/// <summary>Counts a deployment's failures and says when it rests. The models of a pattern fail and rest each for itself.</summary>
internal sealed class Rests
{
    // Clients name the models of a pattern: what is kept of them has a bound.
    private const int MostModels = 256;

    private readonly Dictionary<string, DateTimeOffset> _until = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Model, string Counter), MinuteWindow> _failures = [];

    /// <summary>Counts a failure.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether a rest begins with it.</returns>
    public bool Fail(DeploymentFailure failure, DateTimeOffset now)
    {
        if (failure.AllowedFails is not { } allowed)
        {
            return false;
        }

        Forget(now);
        var key = (failure.Model ?? "", failure.Counter);
        if (!_failures.TryGetValue(key, out var window))
        {
            if (_failures.Count >= MostModels)
            {
                return false;
            }

            _failures[key] = window = new MinuteWindow();
        }

        window.Add(now, 1);
        if (window.Sum(now) <= allowed || failure.Rest <= TimeSpan.Zero)
        {
            return false;
        }

        _failures.Remove(key);
        var isNew = Until(failure.Model, now) is null;
        _until[key.Item1] = now + failure.Rest;
        return isNew;
    }

    /// <summary>Gets until when the deployment rests.</summary>
    /// <param name="model">The model of a pattern, else null.</param>
    /// <param name="now">The time.</param>
    /// <returns>When; null when it does not rest.</returns>
    public DateTimeOffset? Until(string? model, DateTimeOffset now) =>
        _until.TryGetValue(model ?? "", out var until) && until > now ? until : null;

    /// <summary>Gets the end of the longest rest.</summary>
    /// <param name="now">The time.</param>
    /// <returns>When; null when there is none.</returns>
    public DateTimeOffset? Latest(DateTimeOffset now)
    {
        Forget(now);
        return _until.Count == 0 ? null : _until.Values.Max();
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (model, until) in _until)
        {
            if (until <= now)
            {
                _until.Remove(model);
            }
        }

        foreach (var (key, window) in _failures)
        {
            if (window.Sum(now) == 0)
            {
                _failures.Remove(key);
            }
        }
    }
}
