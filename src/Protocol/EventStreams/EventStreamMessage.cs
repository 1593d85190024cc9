namespace Realtime.Protocol.EventStreams;

/// <summary>One decoded message of an event stream.</summary>
/// <param name="Headers">Its headers in the order of the wire.</param>
/// <param name="Payload">Its payload, which belongs to the decoder and is valid until bytes are added to it.</param>
public sealed record EventStreamMessage(IReadOnlyList<EventStreamHeader> Headers, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Gets the text of a header.</summary>
    /// <param name="name">The header's name.</param>
    /// <returns>The text; <see langword="null"/> if there is no such header or it is no text.</returns>
    public string? Text(string name) => Find(name)?.Content as string;

    /// <summary>Finds a header.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The header, or <see langword="null"/>.</returns>
    public EventStreamHeader? Find(string name)
    {
        foreach (var header in Headers)
        {
            if (header.Name == name)
            {
                return header;
            }
        }

        return null;
    }
}
