namespace Realtime.Protocol.WebSockets;

/// <summary>Finds a peer that is gone or does not read. One timer, set to the next moment at which there may be something to do.</summary>
internal sealed class KeepAlive : IDisposable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    private readonly WebSocketConnection _connection;
    private readonly WebSocketConnectionOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _pinged;
    private long _gaveUp;

    /// <summary>Initializes a new instance of the <see cref="KeepAlive"/> class and starts it.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="options">Its times.</param>
    /// <param name="time">The clock.</param>
    public KeepAlive(WebSocketConnection connection, WebSocketConnectionOptions options, TimeProvider time)
    {
        _connection = connection;
        _options = options;
        _time = time;
        _timer = time.CreateTimer(static state => ((KeepAlive)state!).Check(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(Due(), Timeout.InfiniteTimeSpan);
    }

    private bool Pings => _options.KeepAliveInterval > TimeSpan.Zero;

    private bool LimitsWrites => _options.WriteTimeout > TimeSpan.Zero;

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Check()
    {
        if (_gaveUp != 0)
        {
            if (_time.GetElapsedTime(_gaveUp) >= _options.CloseTimeout)
            {
                _connection.Abort(WebSocketCloseCause.WriteTimeout);
                return;
            }
        }
        else if (LimitsWrites && _connection.WriteStart is var start and not 0 && _time.GetElapsedTime(start) >= _options.WriteTimeout)
        {
            if (_options.Role == WebSocketRole.Client)
            {
                _connection.Abort(WebSocketCloseCause.WriteTimeout);
                return;
            }

            // A client that reads again within the time for closing still learns why.
            _gaveUp = _time.GetTimestamp();
            _connection.GiveUp();
        }

        if (_gaveUp == 0 && Pings)
        {
            var last = _connection.LastReceived;
            if (_pinged > last)
            {
                if (_connection.IsWaiting && _time.GetElapsedTime(_pinged) >= _options.KeepAliveTimeout)
                {
                    _connection.Abort(WebSocketCloseCause.KeepAliveTimeout);
                    return;
                }
            }
            else if (_time.GetElapsedTime(last) >= _options.KeepAliveInterval)
            {
                _pinged = _time.GetTimestamp();
                _connection.Ping();
            }
        }

        try
        {
            _timer.Change(Due(), Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // The connection was disposed meanwhile.
        }
    }

    private TimeSpan Due()
    {
        if (_gaveUp != 0)
        {
            var left = _options.CloseTimeout - _time.GetElapsedTime(_gaveUp);
            return left < Shortest ? Shortest : left;
        }

        var due = TimeSpan.MaxValue;
        if (LimitsWrites)
        {
            var start = _connection.WriteStart;
            due = start == 0 ? _options.WriteTimeout : _options.WriteTimeout - _time.GetElapsedTime(start);
        }

        if (Pings)
        {
            var last = _connection.LastReceived;
            var next = (_pinged > last, _connection.IsWaiting) switch
            {
                (true, true) => _options.KeepAliveTimeout - _time.GetElapsedTime(_pinged),

                // Nobody reads at this end, so there is nothing to find out until somebody does.
                (true, false) => _options.KeepAliveInterval,
                _ => _options.KeepAliveInterval - _time.GetElapsedTime(last),
            };
            due = next < due ? next : due;
        }

        return due < Shortest ? Shortest : due;
    }
}
