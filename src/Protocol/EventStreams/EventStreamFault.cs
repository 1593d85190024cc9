namespace Realtime.Protocol.EventStreams;

/// <summary>What is wrong with the bytes of an event stream. After a fault nothing more can be read of it.</summary>
public enum EventStreamFault
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The checksum of the lengths does not fit, so that not even the message's end is known.</summary>
    PreludeChecksum = 1,

    /// <summary>The lengths contradict each other or are beyond the limits.</summary>
    Length = 2,

    /// <summary>The checksum of the message does not fit.</summary>
    MessageChecksum = 3,

    /// <summary>The headers cannot be read.</summary>
    Headers = 4,

    /// <summary>The stream ended within a message.</summary>
    Truncated = 5,
}
