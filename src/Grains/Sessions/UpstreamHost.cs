using Realtime.Protocol.Translation;

namespace Realtime.Grains.Sessions;

/// <summary>
/// What a session does for the translator of one connection. Before the session runs the opening does the work, afterwards the session; in
/// between work that comes due waits.
/// </summary>
internal sealed class UpstreamHost(TimeProvider time) : IUpstreamHost
{
    private readonly Lock _timersGate = new();
    private readonly HashSet<ScheduledWork> _timers = [];
    private readonly List<Action<IEventSink>> _waiting = [];
    private Action<Action<IEventSink>>? _run;
    private Action<UpstreamRenewal>? _renew;
    private UpstreamRenewal? _renewal;
    private volatile bool _ended;

    /// <inheritdoc/>
    public TimeProvider Time => time;

    /// <summary>Gets what guards the translator until the session runs.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Gets what the translator leaves for its successor; null for nothing.</summary>
    public object? Carried { get; private set; }

    /// <inheritdoc/>
    public IDisposable Schedule(TimeSpan delay, Action<IEventSink> work)
    {
        var scheduled = new ScheduledWork(this, work);
        lock (_timersGate)
        {
            if (!_ended)
            {
                _timers.Add(scheduled);
                scheduled.Start(time, delay < TimeSpan.Zero ? TimeSpan.Zero : delay);
            }
        }

        return scheduled;
    }

    /// <inheritdoc/>
    public void RequestRenewal(UpstreamRenewal renewal)
    {
        if (_renew is { } renew)
        {
            renew(renewal);
        }
        else if (_renewal is not { } asked || asked.Cause <= renewal.Cause)
        {
            _renewal = renewal;
        }
    }

    /// <inheritdoc/>
    public void Carry(object? state) => Carried = state;

    /// <summary>Says who does the work from now on; what waited is done first.</summary>
    /// <param name="run">Runs work of the translator when no other call of it is under way.</param>
    /// <param name="renew">Takes the wish for a fresh connection; null to keep it for the next one who attaches.</param>
    public void Attach(Action<Action<IEventSink>> run, Action<UpstreamRenewal>? renew)
    {
        lock (Gate)
        {
            foreach (var work in _waiting)
            {
                run(work);
            }

            _waiting.Clear();
            _run = run;
            _renew = renew;
            if (renew is not null && _renewal is { } renewal)
            {
                _renewal = null;
                renew(renewal);
            }
        }
    }

    /// <summary>Lets work wait until somebody attaches again.</summary>
    public void Detach()
    {
        lock (Gate)
        {
            _run = null;
            _renew = null;
        }
    }

    /// <summary>Calls everything off: the connection is at its end.</summary>
    public void End()
    {
        ScheduledWork[] timers;
        lock (_timersGate)
        {
            _ended = true;
            timers = [.. _timers];
        }

        foreach (var timer in timers)
        {
            timer.Dispose();
        }
    }

    private void Run(ScheduledWork scheduled, Action<IEventSink> work)
    {
        lock (Gate)
        {
            void Unless(IEventSink sink)
            {
                // It may have been called off while it waited for its turn.
                if (!scheduled.IsOff)
                {
                    scheduled.Dispose();
                    work(sink);
                }
            }

            if (_run is { } run)
            {
                run(Unless);
            }
            else
            {
                _waiting.Add(Unless);
            }
        }
    }

    private sealed class ScheduledWork(UpstreamHost host, Action<IEventSink> work) : IDisposable
    {
        private ITimer? _timer;
        private volatile bool _off;

        public bool IsOff => _off;

        public void Start(TimeProvider time, TimeSpan delay) => _timer = time.CreateTimer(
            static state => ((ScheduledWork)state!).Fire(), this, delay, Timeout.InfiniteTimeSpan);

        public void Dispose()
        {
            _off = true;
            _timer?.Dispose();
            lock (host._timersGate)
            {
                host._timers.Remove(this);
            }
        }

        private void Fire() => host.Run(this, work);
    }
}
