using Realtime.Grains.Deployments.Leases;
using Realtime.Grains.Interfaces.Deployments;

namespace Realtime.Grains.Deployments.Load;

/// <summary>All that is known of one deployment, and the rules by which it takes a session. Knows no storage and no clock.</summary>
internal sealed class DeploymentState
{
    // A place may come free at any moment; this only keeps clients from asking all the time.
    private static readonly TimeSpan _askAgain = TimeSpan.FromSeconds(1);

    private readonly LeaseBook _leases = new();
    private readonly Rests _rests = new();
    private readonly Rests _losses = new();
    private readonly MinuteWindow _requests = new();
    private readonly MinuteWindow _tokens = new();
    private readonly MovingAverage _connect = new();
    private readonly MovingAverage _firstAudio = new();
    private DeploymentLoad _probe = DeploymentLoad.Unknown;
    private string? _lastFailure;

    /// <summary>Asks for a place.</summary>
    /// <param name="request">The question.</param>
    /// <param name="now">The time.</param>
    /// <returns>The answer.</returns>
    public LeaseAnswer TryAcquire(LeaseRequest request, DateTimeOffset now)
    {
        var (limits, lease) = (request.Limits, request.Lease);
        if (request.InPlaceOf is { } old && _leases.Release(old))
        {
            // It is the same connection, which only changes hands.
            _leases.Take(lease, now);
            return Answer(LeaseDenial.None, null, now);
        }

        if (_rests.Until(request.Model, now) is { } until)
        {
            return Answer(LeaseDenial.Resting, until - now, now);
        }

        if (!_leases.Holds(lease.SessionId, now))
        {
            if (limits.MaxParallel is { } most && _leases.Count(now) >= most)
            {
                return Answer(LeaseDenial.Full, _askAgain, now);
            }

            if (limits.Rpm is { } rpm && _requests.Sum(now) >= rpm)
            {
                return Answer(LeaseDenial.Requests, _requests.UntilBelow(now, rpm), now);
            }

            if (limits.Tpm is { } tpm && _tokens.Sum(now) >= tpm)
            {
                return Answer(LeaseDenial.Tokens, _tokens.UntilBelow(now, tpm), now);
            }
        }

        _leases.Take(lease, now);
        _requests.Add(now, 1);
        return Answer(LeaseDenial.None, null, now);
    }

    /// <summary>Takes back a place that was given while another silo gave the last one away.</summary>
    /// <param name="request">The question that was answered by yes.</param>
    /// <param name="now">The time.</param>
    /// <returns>The answer that holds.</returns>
    public LeaseAnswer Confirm(LeaseRequest request, DateTimeOffset now)
    {
        if (request.Limits.MaxParallel is { } most && _leases.Count(now) > most && _leases.Release(request.Lease))
        {
            return Answer(LeaseDenial.Full, _askAgain, now);
        }

        return Answer(LeaseDenial.None, null, now);
    }

    /// <summary>Gives a place back.</summary>
    /// <param name="lease">The place.</param>
    /// <returns>Whether it was held.</returns>
    public bool Release(LeaseRef lease) => _leases.Release(lease);

    /// <summary>Counts a failure.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether a rest begins with it.</returns>
    public bool Fail(DeploymentFailure failure, DateTimeOffset now)
    {
        if (!failure.KeepsLease)
        {
            _leases.Release(failure.Lease);
        }

        _lastFailure = failure.Message;
        if (failure.TimedOutAfter is { } time)
        {
            _connect.Add(now, time);
        }

        return failure.IsLoss ? _losses.Fail(failure, now) : _rests.Fail(failure, now);
    }

    /// <summary>Takes in a silo's report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="now">The time.</param>
    public void Renew(LeaseReport report, DateTimeOffset now)
    {
        foreach (var lease in report.Held)
        {
            _leases.Renew(lease, now);
        }

        foreach (var lease in report.Released)
        {
            _leases.Release(lease);
        }

        foreach (var time in report.ConnectTimes)
        {
            _connect.Add(now, time);
        }

        foreach (var time in report.FirstAudioTimes)
        {
            _firstAudio.Add(now, time);
        }

        if (report.Tokens > 0)
        {
            _tokens.Add(now, report.Tokens);
        }
    }

    /// <summary>Keeps a probe's result.</summary>
    /// <param name="error">What it failed with; null when it did not.</param>
    /// <param name="transient">Whether the failure may pass by itself.</param>
    /// <param name="now">The time.</param>
    public void Probed(string? error, bool transient, DateTimeOffset now) => _probe = new DeploymentLoad
    {
        Health = error is null ? DeploymentHealth.Healthy : DeploymentHealth.Unhealthy,
        ProbedAt = now,
        ProbeError = error,
        ProbeErrorIsTransient = transient,
    };

    /// <summary>Gets what is known.</summary>
    /// <param name="now">The time.</param>
    /// <returns>It.</returns>
    public DeploymentLoad Load(DateTimeOffset now) => _probe with
    {
        InFlight = _leases.Count(now),
        RestsUntil = _rests.Latest(now),
        UnsteadyUntil = _losses.Latest(now),
        ConnectTime = _connect.Get(now),
        FirstAudioTime = _firstAudio.Get(now),
        RequestsLastMinute = _requests.Sum(now),
        TokensLastMinute = _tokens.Sum(now),
        LastFailure = _lastFailure,
    };

    /// <summary>Writes down what must outlive the silo.</summary>
    /// <param name="now">The time.</param>
    /// <returns>The record.</returns>
    public DeploymentRecord ToRecord(DateTimeOffset now)
    {
        _ = _leases.Count(now);
        _ = _requests.Sum(now);
        _ = _tokens.Sum(now);
        return new DeploymentRecord
        {
            Leases = [.. _leases.Entries],
            Requests = new Dictionary<long, long>(_requests.Counts),
            Tokens = new Dictionary<long, long>(_tokens.Counts),
        };
    }

    /// <summary>Adds what a record says.</summary>
    /// <param name="record">The record, of an earlier activation or of another one.</param>
    public void Merge(DeploymentRecord record)
    {
        _leases.Merge(record.Leases);
        _requests.Merge(record.Requests);
        _tokens.Merge(record.Tokens);
    }

    private LeaseAnswer Answer(LeaseDenial denial, TimeSpan? retryAfter, DateTimeOffset now) =>
        new() { Denial = denial, RetryAfter = retryAfter, Load = Load(now) };
}
