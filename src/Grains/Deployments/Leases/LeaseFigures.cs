using Realtime.Grains.Interfaces.Deployments;

namespace Realtime.Grains.Deployments.Leases;

/// <summary>What the sessions of this silo measured at one deployment since the last report.</summary>
internal sealed class LeaseFigures
{
    // The averages look at ten values: more between two reports would not change them.
    private const int MostTimes = 10;

    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _connects = [];
    private readonly List<TimeSpan> _firstAudio = [];
    private readonly List<LeaseRef> _released = [];
    private long _tokens;
    private bool _isLimited;

    /// <summary>Adds how long connecting took.</summary>
    /// <param name="time">How long.</param>
    public void Connected(TimeSpan time) => Add(_connects, time);

    /// <summary>Adds how long an answer took to its first audio.</summary>
    /// <param name="time">How long.</param>
    public void FirstAudio(TimeSpan time) => Add(_firstAudio, time);

    /// <summary>Adds used tokens.</summary>
    /// <param name="tokens">How many.</param>
    public void Used(long tokens)
    {
        lock (_gate)
        {
            _tokens += tokens;
        }
    }

    /// <summary>Adds a place that could not be given back.</summary>
    /// <param name="lease">The place.</param>
    public void NotReleased(LeaseRef lease)
    {
        lock (_gate)
        {
            _released.Add(lease);
        }
    }

    /// <summary>Notes whether the deployment has limits.</summary>
    /// <param name="isLimited">Whether it has.</param>
    public void Limited(bool isLimited)
    {
        lock (_gate)
        {
            _isLimited = isLimited;
        }
    }

    /// <summary>Takes everything out as a report.</summary>
    /// <param name="held">The places that are held.</param>
    /// <returns>The report; null when there is nothing to say.</returns>
    public LeaseReport? Take(IReadOnlyList<LeaseRef> held)
    {
        lock (_gate)
        {
            if (held.Count + _connects.Count + _firstAudio.Count + _released.Count == 0 && _tokens == 0)
            {
                return null;
            }

            var report = new LeaseReport
            {
                Held = held,
                Released = [.. _released],
                ConnectTimes = [.. _connects],
                FirstAudioTimes = [.. _firstAudio],
                Tokens = _tokens,
                IsLimited = _isLimited,
            };
            _released.Clear();
            _connects.Clear();
            _firstAudio.Clear();
            _tokens = 0;
            return report;
        }
    }

    /// <summary>Puts back what could not be reported.</summary>
    /// <param name="report">The report.</param>
    public void PutBack(LeaseReport report)
    {
        lock (_gate)
        {
            _released.AddRange(report.Released);
            _tokens += report.Tokens;
        }
    }

    private void Add(List<TimeSpan> times, TimeSpan time)
    {
        lock (_gate)
        {
            if (times.Count == MostTimes)
            {
                times.RemoveAt(0);
            }

            times.Add(time);
        }
    }
}
