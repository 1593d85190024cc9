using Realtime.Bench.LoadGenerator.Connections;
using Realtime.Bench.Wire;

namespace Realtime.Bench.LoadGenerator.Scenarios;

/// <summary>Sends as fast as its frames come back, with a fixed number of them under way.</summary>
internal sealed class WindowedSession(RealtimeConnection connection, EchoTally tally, int frameBytes, int window)
    : EchoSession(connection, tally, frameBytes)
{
    private int _credits = window;
    private volatile bool _stopped;

    /// <summary>Lets what is under way come back and sends no more.</summary>
    public void Stop() => _stopped = true;

    public override void OnDelta(in FrameStamp stamp, int bytes, long now)
    {
        base.OnDelta(stamp, bytes, now);
        _credits++;
    }

    public override async ValueTask OnReadAsync()
    {
        for (; _credits > 0 && !_stopped; _credits--)
        {
            await SendNextAsync(null);
        }
    }
}
