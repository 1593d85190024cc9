using Realtime.Bench.LoadGenerator.Connections;
using Realtime.Bench.Wire;

namespace Realtime.Bench.LoadGenerator.Scenarios;

/// <summary>A session that is open and does nothing.</summary>
internal sealed class QuietSession : ISessionHandler
{
    public static readonly QuietSession Instance = new();

    public void OnDelta(in FrameStamp stamp, int bytes, long now)
    {
    }

    public void OnEvent(EventKind kind, ReadOnlySpan<byte> json, long now)
    {
    }

    public ValueTask OnReadAsync() => ValueTask.CompletedTask;
}
