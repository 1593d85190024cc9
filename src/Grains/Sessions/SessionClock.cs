using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Grains.Sessions;

/// <summary>Ends a session that is idle or has reached its maximum duration. One timer, and only where there is a limit.</summary>
internal sealed class SessionClock : IAsyncDisposable
{
    private readonly TimeSpan? _idle;
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Action<SessionEndCause> _end;
    private readonly long _start;
    private ITimer? _timer;
    private TimeSpan? _max;
    private bool _isOver;
    private long _lastActivity;

    /// <summary>Initializes a new instance of the <see cref="SessionClock"/> class.</summary>
    /// <param name="idle">After how long without a message the session ends; null for never.</param>
    /// <param name="max">After how long the session ends; null for never.</param>
    /// <param name="time">The clock.</param>
    /// <param name="end">Ends the session.</param>
    public SessionClock(TimeSpan? idle, TimeSpan? max, TimeProvider time, Action<SessionEndCause> end)
    {
        _idle = idle;
        _max = max;
        _time = time;
        _end = end;
        _start = _lastActivity = time.GetTimestamp();
    }

    /// <summary>Starts to count.</summary>
    public void Start()
    {
        lock (_gate)
        {
            SetTimer();
        }
    }

    /// <summary>Gets after how long the session ends; null for never.</summary>
    public TimeSpan? Max
    {
        get
        {
            lock (_gate)
            {
                return _max;
            }
        }
    }

    /// <summary>Gives the session another end.</summary>
    /// <param name="left">After how long from now; null for never.</param>
    public void EndAfter(TimeSpan? left)
    {
        lock (_gate)
        {
            _max = left + _time.GetElapsedTime(_start);
            SetTimer();
        }
    }

    /// <summary>Notes that a message came or went.</summary>
    public void Touch()
    {
        if (_idle is not null)
        {
            Volatile.Write(ref _lastActivity, _time.GetTimestamp());
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isOver = true;
            return _timer?.DisposeAsync() ?? ValueTask.CompletedTask;
        }
    }

    private void SetTimer()
    {
        if (_isOver || (_idle is null && _max is null))
        {
            return;
        }

        _timer ??= _time.CreateTimer(static state => ((SessionClock)state!).Check(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(Due(), Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Due()
    {
        var due = TimeSpan.MaxValue;
        if (_max is { } max)
        {
            due = max - _time.GetElapsedTime(_start);
        }

        if (_idle is { } idle)
        {
            var idleDue = idle - _time.GetElapsedTime(Volatile.Read(ref _lastActivity));
            due = idleDue < due ? idleDue : due;
        }

        // A timer may not be set beyond 49 days; it is set again when it fires early.
        var longest = TimeSpan.FromDays(30);
        return due < TimeSpan.Zero ? TimeSpan.Zero : due > longest ? longest : due;
    }

    private void Check()
    {
        if (Max is { } max && _time.GetElapsedTime(_start) >= max)
        {
            _end(SessionEndCause.MaximumDuration);
        }
        else if (_idle is { } idle && _time.GetElapsedTime(Volatile.Read(ref _lastActivity)) >= idle)
        {
            _end(SessionEndCause.IdleTimeout);
        }
        else
        {
            lock (_gate)
            {
                SetTimer();
            }
        }
    }
}
