namespace Realtime.Protocol.EventStreams;

/// <summary>The type of a header's value, by its number on the wire.</summary>
/// <remarks>Source: the Smithy specification of <c>application/vnd.amazon.eventstream</c>.</remarks>
public enum EventStreamHeaderType : byte
{
    /// <summary><see langword="true"/>, without bytes.</summary>
    True = 0,

    /// <summary><see langword="false"/>, without bytes.</summary>
    False = 1,

    /// <summary>One byte, signed.</summary>
    OneByte = 2,

    /// <summary>Two bytes, signed.</summary>
    TwoBytes = 3,

    /// <summary>Four bytes, signed.</summary>
    FourBytes = 4,

    /// <summary>Eight bytes, signed.</summary>
    EightBytes = 5,

    /// <summary>At most 65,535 bytes.</summary>
    Bytes = 6,

    /// <summary>UTF-8 of at most 65,535 bytes.</summary>
    Text = 7,

    /// <summary>Milliseconds since 1970.</summary>
    Timestamp = 8,

    /// <summary>Sixteen bytes in the order in which the id is written.</summary>
    Uuid = 9,
}
