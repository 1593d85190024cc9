namespace Realtime.Grains.Sessions.Takeover;

/// <summary>
/// Writes a session's snapshots: soon after a turn's end, seldom within a turn, and never two at once. Nothing on a frame's way waits for it.
/// </summary>
/// <remarks>
/// At a turn's end the gateway is given the snapshot too, and from time to time while nothing but audio passes between turns it is told up to
/// where it need not keep frames. A little of the audio before is kept still, since the provider notices speech only a moment after it began.
/// </remarks>
internal sealed class SnapshotWriter : IAsyncDisposable
{
    private static readonly TimeSpan AfterTurn = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WithinTurn = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private readonly Func<bool, SnapshotMoment> _look;
    private readonly Func<SnapshotMoment, Task<bool>> _write;
    private readonly Func<long, long, SnapshotMoment?, Task<bool>> _saved;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private Task _running = Task.CompletedTask;
    private int _written = -1;
    private int _told = -1;
    private (long Client, long Server) _seen;
    private (long Client, long Server) _toldPosition;
    private bool _isDue;
    private bool _isDueSoon;
    private bool _isForced;
    private bool _isStopped;

    /// <summary>Initializes a new instance of the <see cref="SnapshotWriter"/> class.</summary>
    /// <param name="look">Looks at the session; with the conversation where asked for it.</param>
    /// <param name="write">Writes a moment, and says whether it is kept.</param>
    /// <param name="saved">Tells the gateway up to where it need not keep frames, with the moment that it needs for that where it has not got it.</param>
    /// <param name="time">The clock.</param>
    public SnapshotWriter(
        Func<bool, SnapshotMoment> look,
        Func<SnapshotMoment, Task<bool>> write,
        Func<long, long, SnapshotMoment?, Task<bool>> saved,
        TimeProvider time)
    {
        _look = look;
        _write = write;
        _saved = saved;
        _time = time;
    }

    /// <summary>Notes that the conversation may have changed. Costs a comparison where it has not.</summary>
    /// <param name="version">The conversation's version.</param>
    /// <param name="isTurnEnd">Tells whether the talk rests; asked only where it has changed.</param>
    public void Step(int version, Func<bool> isTurnEnd)
    {
        if (version != Volatile.Read(ref _written) && !(_isDue && _isDueSoon))
        {
            Schedule(isTurnEnd());
        }
    }

    /// <summary>Writes at once, though the conversation may not have changed.</summary>
    public void Force()
    {
        lock (_gate)
        {
            _isForced = _isDue = _isDueSoon = true;

            // The client may be back over another gateway, which has been given nothing yet.
            Volatile.Write(ref _told, -1);
            Set(TimeSpan.Zero);
        }
    }

    /// <summary>Begins to look from time to time.</summary>
    public void Start() => Schedule(isTurnEnd: true);

    /// <summary>Writes no more, and waits for what is being written.</summary>
    /// <returns>A task that ends then.</returns>
    public async ValueTask DisposeAsync()
    {
        Task running;
        lock (_gate)
        {
            _isStopped = true;
            _timer?.Dispose();
            running = _running;
        }

        await running.ConfigureAwait(false);
    }

    private void Schedule(bool isTurnEnd)
    {
        lock (_gate)
        {
            if (_isDue && (_isDueSoon || !isTurnEnd))
            {
                return;
            }

            _isDue = true;
            _isDueSoon = isTurnEnd;
            Set(isTurnEnd ? AfterTurn : WithinTurn);
        }
    }

    private void Set(TimeSpan due)
    {
        if (_isStopped)
        {
            return;
        }

        _timer ??= _time.CreateTimer(static state => ((SnapshotWriter)state!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private void Fire()
    {
        lock (_gate)
        {
            // One that takes long is looked after when it is done.
            if (_running.IsCompleted && !_isStopped)
            {
                _running = Task.Run(WriteAsync);
            }
        }
    }

    private async Task WriteAsync()
    {
        bool isForced;
        lock (_gate)
        {
            (isForced, _isForced) = (_isForced, false);
        }

        var moment = _look(false);
        var isNew = isForced || moment.Version != Volatile.Read(ref _written);
        var isUntold = moment.IsTurnEnd && moment.Version != _told;
        var isWritten = true;
        if (isNew || isUntold)
        {
            lock (_gate)
            {
                _isDue = false;
            }

            moment = _look(true);
            isWritten = !isNew || await _write(moment).ConfigureAwait(false);
            if (isWritten)
            {
                Volatile.Write(ref _written, moment.Version);
            }
            else if (isForced)
            {
                lock (_gate)
                {
                    _isForced = true;
                }
            }
        }

        if (moment.IsTurnEnd)
        {
            await TellAsync(moment).ConfigureAwait(false);
        }

        lock (_gate)
        {
            var isSilent = moment.IsTurnEnd && _toldPosition == (moment.ClientFrames, moment.ServerFrames);
            Set(!_isDue ? !isWritten ? AfterFailure : isSilent ? Silence : Rest : _isDueSoon ? AfterTurn : WithinTurn);
        }
    }

    private async Task TellAsync(SnapshotMoment moment)
    {
        var position = (moment.ClientFrames, moment.ServerFrames);
        if (moment.Version == _told)
        {
            // Told of the look before this one, so that the audio of a beginning that nobody has noticed is kept. A silent session costs no call.
            if (_seen == _toldPosition || await _saved(_seen.Client, _seen.Server, null).ConfigureAwait(false))
            {
                _toldPosition = _seen;
                _seen = position;
            }
        }
        else if (moment.Conversation is not null && await _saved(moment.ClientFrames, moment.ServerFrames, moment).ConfigureAwait(false))
        {
            _told = moment.Version;
            _toldPosition = _seen = position;
        }
    }
}
