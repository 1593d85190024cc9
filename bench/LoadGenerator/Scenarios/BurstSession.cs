using System.Diagnostics;
using System.Text;
using Realtime.Bench.LoadGenerator.Connections;
using Realtime.Bench.LoadGenerator.Measuring;
using Realtime.Bench.Wire;

namespace Realtime.Bench.LoadGenerator.Scenarios;

/// <summary>Asks for one response after the other and counts what each brings.</summary>
internal sealed class BurstSession(RealtimeConnection connection, int responses, int deltas, LatencyHistogram toFirst) : ISessionHandler
{
    private static readonly ClientFrame Request = ClientFrame.Text("""{"type":"response.create"}"""u8);
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _ask = true;
    private int _response;
    private int _next;
    private long _asked;

    public RealtimeConnection Connection => connection;

    public Task Done => _done.Task;

    /// <summary>Bytes of the deltas' events.</summary>
    public long Bytes { get; private set; }

    public long Deltas { get; private set; }

    /// <summary>Deltas that were not the next of their response.</summary>
    public long Misplaced { get; private set; }

    /// <summary>Responses that ended with too few deltas.</summary>
    public long Short { get; private set; }

    public string? Error { get; private set; }

    public void OnDelta(in FrameStamp stamp, int bytes, long now)
    {
        if (_next == 0)
        {
            toFirst.Record(now - _asked);
        }

        if (stamp.Sequence != _next || stamp.Intended != _response)
        {
            Misplaced++;
        }

        _next++;
        Deltas++;
        Bytes += bytes;
    }

    public void OnEvent(EventKind kind, ReadOnlySpan<byte> json, long now)
    {
        if (kind == EventKind.Error)
        {
            Error ??= Encoding.UTF8.GetString(json);
        }
        else if (kind == EventKind.ResponseDone)
        {
            Short += _next < deltas ? 1 : 0;
            _ask = _response < responses;
            if (!_ask)
            {
                _done.TrySetResult();
            }
        }
    }

    public async ValueTask OnReadAsync()
    {
        if (_ask)
        {
            (_ask, _next) = (false, 0);
            _response++;
            _asked = Stopwatch.GetTimestamp();
            await connection.SendAsync(Request);
        }
    }
}
