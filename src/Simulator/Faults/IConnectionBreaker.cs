namespace Realtime.Simulator.Faults;

/// <summary>Ends a TCP connection as no WebSocket library would.</summary>
internal interface IConnectionBreaker
{
    /// <summary>The peer sees a reset.</summary>
    void Reset();

    /// <summary>The peer sees the end of the stream, without a close frame.</summary>
    void Drop();
}
