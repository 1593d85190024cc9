using System.Diagnostics;
using System.Text;
using Realtime.Bench.LoadGenerator.Connections;
using Realtime.Bench.LoadGenerator.Measuring;
using Realtime.Bench.Wire;

namespace Realtime.Bench.LoadGenerator.Scenarios;

/// <summary>A session that sends numbered audio and gets it back.</summary>
internal abstract class EchoSession(RealtimeConnection connection, EchoTally tally, int frameBytes) : ISessionHandler
{
    // More than a session ever has under way.
    private const int Remembered = 1 << 12;

    private readonly ClientFrame _frame = ClientFrame.Audio(frameBytes);
    private readonly FrameStamp[] _stamps = new FrameStamp[Remembered];
    private long _sent;

    public RealtimeConnection Connection { get; } = connection;

    public SequenceChecker Checker { get; } = new();

    public long Sent => Volatile.Read(ref _sent);

    /// <summary>The first error event that came, else null.</summary>
    public string? Error { get; private set; }

    public virtual void OnDelta(in FrameStamp stamp, int bytes, long now)
    {
        Checker.Accept(stamp.Sequence);
        if (stamp.Sent != 0)
        {
            tally.Record(stamp, now);
        }
        else if (_stamps[stamp.Sequence & (Remembered - 1)] is var own && own.Sequence == stamp.Sequence)
        {
            tally.Record(own, now);
        }
    }

    public void OnEvent(EventKind kind, ReadOnlySpan<byte> json, long now)
    {
        if (kind == EventKind.Error)
        {
            Error ??= Encoding.UTF8.GetString(json);
        }
    }

    public abstract ValueTask OnReadAsync();

    /// <summary>Sends the next frame; the one before must have been sent.</summary>
    /// <param name="intended">When it was meant to be sent; null for now.</param>
    protected ValueTask<int> SendNextAsync(long? intended)
    {
        var now = Stopwatch.GetTimestamp();
        var stamp = new FrameStamp(_sent, intended ?? now, now);
        _frame.Stamp(stamp);
        _stamps[_sent & (Remembered - 1)] = stamp;
        Volatile.Write(ref _sent, _sent + 1);
        return Connection.SendAsync(_frame);
    }
}
