using Realtime.Protocol.Translation;

namespace Realtime.Grains.Sessions.Replacement;

/// <summary>Keeps the wish for a fresh connection: why, from when, and by when at the latest.</summary>
/// <param name="options">The bounds.</param>
/// <param name="time">The clock.</param>
/// <param name="step">Looks whether the time has come.</param>
/// <param name="force">Replaces the connection wherever the talk is.</param>
internal sealed class RenewalWatch(ReplacementOptions options, TimeProvider time, Action step, Action force) : IDisposable
{
    private readonly Lock _gate = new();
    private ITimer? _limit;
    private ITimer? _deadline;
    private ITimer? _retry;
    private UpstreamRenewal? _wish;
    private long _deadlineAt;
    private bool _hasDeadline;
    private volatile bool _waits;
    private volatile bool _isWanted;
    private bool _disposed;

    /// <summary>Gets why a fresh connection is wanted; null when none is.</summary>
    public UpstreamRenewalCause? Cause
    {
        get
        {
            if (!_isWanted)
            {
                return null;
            }

            lock (_gate)
            {
                return _wish?.Cause;
            }
        }
    }

    /// <summary>Begins with a fresh connection: earlier wishes are fulfilled.</summary>
    /// <param name="limit">How long the provider lets it live; null for no limit.</param>
    public void Begin(TimeSpan? limit)
    {
        lock (_gate)
        {
            _wish = null;
            _isWanted = false;
            _waits = false;
            _hasDeadline = false;
            _deadline?.Dispose();
            _retry?.Dispose();
            _limit?.Dispose();
            _limit = null;
            if (limit is { } live && !_disposed)
            {
                var margin = TimeSpan.FromTicks(Math.Min(options.LimitMargin.Ticks, live.Ticks / 10));
                _limit = Timer(live - margin, () => Ask(new UpstreamRenewal(UpstreamRenewalCause.Limit, margin * 0.8)));
            }
        }
    }

    /// <summary>Takes a wish; of two the more urgent cause and the earlier deadline hold.</summary>
    /// <param name="renewal">The wish.</param>
    public void Ask(UpstreamRenewal renewal)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            var cause = _wish is { } asked && asked.Cause > renewal.Cause ? asked.Cause : renewal.Cause;
            _wish = renewal with { Cause = cause };
            _isWanted = true;
            if (renewal.Deadline is { } within)
            {
                var at = time.GetTimestamp() + (long)(within.TotalSeconds * time.TimestampFrequency);
                if (!_hasDeadline || at < _deadlineAt)
                {
                    (_hasDeadline, _deadlineAt) = (true, at);
                    _deadline?.Dispose();
                    _deadline = Timer(within, force);
                }
            }
        }

        // The caller may be inside the pipeline, and the translator in the midst of an event.
        _ = Task.Run(step);
    }

    /// <summary>Tells whether another attempt may be made now.</summary>
    /// <returns>Whether.</returns>
    public bool MayTry() => !_waits;

    /// <summary>Waits a while before the next attempt, since one has failed.</summary>
    public void TryLater()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _waits = true;
            _retry?.Dispose();
            _retry = Timer(options.AheadRetry, () =>
            {
                _waits = false;
                step();
            });
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _limit?.Dispose();
            _deadline?.Dispose();
            _retry?.Dispose();
        }
    }

    private ITimer Timer(TimeSpan due, Action action) => time.CreateTimer(
        static state => ((Action)state!)(), action, due < TimeSpan.Zero ? TimeSpan.Zero : due, Timeout.InfiniteTimeSpan);
}
