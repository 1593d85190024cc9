using System.Buffers.Binary;
using System.Text;

namespace Realtime.Protocol.EventStreams;

/// <summary>Reads the headers of a message whose checksums are right.</summary>
internal static class EventStreamHeaderReader
{
    // The names and values of nearly every message; nothing is allocated for them.
    private static readonly string[] Usual =
    [
        ":message-type", ":event-type", ":content-type", ":exception-type", ":date", ":chunk-signature", "event", "chunk", "application/json",
    ];

    private static readonly byte[][] UsualBytes = Array.ConvertAll(Usual, Encoding.UTF8.GetBytes);

    /// <summary>Reads headers.</summary>
    /// <param name="bytes">All bytes of the headers.</param>
    /// <returns>The headers; <see langword="null"/> if a length leads beyond the end or a type is unknown.</returns>
    public static List<EventStreamHeader>? Read(ReadOnlySpan<byte> bytes)
    {
        var headers = new List<EventStreamHeader>(4);
        while (!bytes.IsEmpty)
        {
            var nameLength = bytes[0];
            if (bytes.Length < nameLength + 2)
            {
                return null;
            }

            var name = Text(bytes.Slice(1, nameLength));
            var type = (EventStreamHeaderType)bytes[1 + nameLength];
            bytes = bytes[(2 + nameLength)..];
            if (!TryTake(ref bytes, type, out var value))
            {
                return null;
            }

            headers.Add(Header(name, type, value));
        }

        return headers;
    }

    private static EventStreamHeader Header(string name, EventStreamHeaderType type, ReadOnlySpan<byte> value) => type switch
    {
        EventStreamHeaderType.OneByte => new(name, type, (sbyte)value[0]),
        EventStreamHeaderType.TwoBytes => new(name, type, BinaryPrimitives.ReadInt16BigEndian(value)),
        EventStreamHeaderType.FourBytes => new(name, type, BinaryPrimitives.ReadInt32BigEndian(value)),
        EventStreamHeaderType.EightBytes or EventStreamHeaderType.Timestamp => new(name, type, BinaryPrimitives.ReadInt64BigEndian(value)),
        EventStreamHeaderType.Bytes => EventStreamHeader.Bytes(name, value.ToArray()),
        EventStreamHeaderType.Text => EventStreamHeader.Text(name, Text(value)),
        EventStreamHeaderType.Uuid => new(name, type, Content: new Guid(value, bigEndian: true)),
        _ => new(name, type),
    };

    private static bool TryTake(ref ReadOnlySpan<byte> bytes, EventStreamHeaderType type, out ReadOnlySpan<byte> value)
    {
        value = default;
        var prefix = type is EventStreamHeaderType.Bytes or EventStreamHeaderType.Text ? 2 : 0;
        if (type > EventStreamHeaderType.Uuid || bytes.Length < prefix)
        {
            return false;
        }

        var length = type switch
        {
            EventStreamHeaderType.True or EventStreamHeaderType.False => 0,
            EventStreamHeaderType.OneByte => 1,
            EventStreamHeaderType.TwoBytes => 2,
            EventStreamHeaderType.FourBytes => 4,
            EventStreamHeaderType.EightBytes or EventStreamHeaderType.Timestamp => 8,
            EventStreamHeaderType.Uuid => 16,
            _ => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        };
        if (bytes.Length < prefix + length)
        {
            return false;
        }

        value = bytes.Slice(prefix, length);
        bytes = bytes[(prefix + length)..];
        return true;
    }

    private static string Text(ReadOnlySpan<byte> utf8)
    {
        for (var index = 0; index < UsualBytes.Length; index++)
        {
            if (utf8.SequenceEqual(UsualBytes[index]))
            {
                return Usual[index];
            }
        }

        return Encoding.UTF8.GetString(utf8);
    }
}
