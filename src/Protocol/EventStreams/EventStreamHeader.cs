namespace Realtime.Protocol.EventStreams;

/// <summary>A header of an event-stream message.</summary>
/// <param name="Name">Its name, unique in the message; at most 255 bytes in UTF-8.</param>
/// <param name="Type">The type of its value.</param>
/// <param name="Number">The value of a number or a timestamp.</param>
/// <param name="Content">The value of bytes (<see cref="byte"/>[]), text (<see cref="string"/>) or a uuid (<see cref="Guid"/>).</param>
public readonly record struct EventStreamHeader(string Name, EventStreamHeaderType Type, long Number = 0, object? Content = null)
{
    /// <summary>Makes a header whose value is text.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The text.</param>
    /// <returns>The header.</returns>
    public static EventStreamHeader Text(string name, string value) => new(name, EventStreamHeaderType.Text, Content: value);

    /// <summary>Makes a header whose value is bytes.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The bytes.</param>
    /// <returns>The header.</returns>
    public static EventStreamHeader Bytes(string name, byte[] value) => new(name, EventStreamHeaderType.Bytes, Content: value);

    /// <summary>Makes a header whose value is a time.</summary>
    /// <param name="name">The name.</param>
    /// <param name="time">The time; what is finer than a millisecond is lost.</param>
    /// <returns>The header.</returns>
    public static EventStreamHeader Timestamp(string name, DateTimeOffset time) =>
        new(name, EventStreamHeaderType.Timestamp, time.ToUnixTimeMilliseconds());
}
