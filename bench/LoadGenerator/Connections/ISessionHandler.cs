using Realtime.Bench.Wire;

namespace Realtime.Bench.LoadGenerator.Connections;

/// <summary>What a scenario does with what a session receives. Calls come one after another.</summary>
internal interface ISessionHandler
{
    /// <summary>A stamped delta came.</summary>
    void OnDelta(in FrameStamp stamp, int bytes, long now);

    /// <summary>Another event came.</summary>
    void OnEvent(EventKind kind, ReadOnlySpan<byte> json, long now);

    /// <summary>All that one read brought has been handed over; sending is in place now.</summary>
    ValueTask OnReadAsync();
}
