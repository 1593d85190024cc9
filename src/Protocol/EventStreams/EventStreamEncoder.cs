using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Realtime.Protocol.EventStreams;

/// <summary>Writes messages of <c>application/vnd.amazon.eventstream</c>.</summary>
/// <remarks>
/// Total length, headers' length, CRC-32 of both, headers, payload, CRC-32 of everything before it; all big-endian. Source: the Smithy
/// specification.
/// </remarks>
public static class EventStreamEncoder
{
    /// <summary>How many bytes a message has beside its headers and payload.</summary>
    internal const int Overhead = PreludeLength + ChecksumLength;

    /// <summary>How many bytes stand before the headers.</summary>
    internal const int PreludeLength = 12;

    /// <summary>How long a checksum is.</summary>
    internal const int ChecksumLength = 4;

    /// <summary>Writes a message.</summary>
    /// <param name="output">Takes it.</param>
    /// <param name="headers">Its headers, names unique.</param>
    /// <param name="payload">Its payload.</param>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<EventStreamHeader> headers, ReadOnlySpan<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(output);
        var headersLength = 0;
        foreach (var header in headers)
        {
            headersLength += Length(header);
        }

        var total = Overhead + headersLength + payload.Length;
        var frame = output.GetSpan(total)[..total];
        BinaryPrimitives.WriteInt32BigEndian(frame, total);
        BinaryPrimitives.WriteInt32BigEndian(frame[4..], headersLength);
        BinaryPrimitives.WriteUInt32BigEndian(frame[8..], Crc32.HashToUInt32(frame[..8]));
        var at = PreludeLength;
        foreach (var header in headers)
        {
            at += Write(frame[at..], header);
        }

        payload.CopyTo(frame[at..]);
        at += payload.Length;
        BinaryPrimitives.WriteUInt32BigEndian(frame[at..], Crc32.HashToUInt32(frame[..at]));
        output.Advance(total);
    }

    /// <summary>Writes one header.</summary>
    /// <param name="target">Takes it.</param>
    /// <param name="header">The header.</param>
    /// <returns>How many bytes it took.</returns>
    internal static int Write(Span<byte> target, in EventStreamHeader header)
    {
        var nameLength = Encoding.UTF8.GetBytes(header.Name, target[1..]);
        target[0] = checked((byte)nameLength);
        var at = 1 + nameLength;
        target[at++] = (byte)header.Type;
        var value = target[at..];
        switch (header.Type)
        {
            case EventStreamHeaderType.OneByte:
                value[0] = (byte)header.Number;
                break;
            case EventStreamHeaderType.TwoBytes:
                BinaryPrimitives.WriteInt16BigEndian(value, (short)header.Number);
                break;
            case EventStreamHeaderType.FourBytes:
                BinaryPrimitives.WriteInt32BigEndian(value, (int)header.Number);
                break;
            case EventStreamHeaderType.EightBytes or EventStreamHeaderType.Timestamp:
                BinaryPrimitives.WriteInt64BigEndian(value, header.Number);
                break;
            case EventStreamHeaderType.Bytes:
                var bytes = (byte[])header.Content!;
                BinaryPrimitives.WriteUInt16BigEndian(value, checked((ushort)bytes.Length));
                bytes.CopyTo(value[2..]);
                break;
            case EventStreamHeaderType.Text:
                BinaryPrimitives.WriteUInt16BigEndian(value, checked((ushort)Encoding.UTF8.GetBytes((string)header.Content!, value[2..])));
                break;
            case EventStreamHeaderType.Uuid:
                ((Guid)header.Content!).TryWriteBytes(value, bigEndian: true, out _);
                break;
        }

        return at + ValueLength(header);
    }

    private static int Length(in EventStreamHeader header) => 2 + Encoding.UTF8.GetByteCount(header.Name) + ValueLength(header);

    private static int ValueLength(in EventStreamHeader header) => header.Type switch
    {
        EventStreamHeaderType.OneByte => 1,
        EventStreamHeaderType.TwoBytes => 2,
        EventStreamHeaderType.FourBytes => 4,
        EventStreamHeaderType.EightBytes or EventStreamHeaderType.Timestamp => 8,
        EventStreamHeaderType.Bytes => 2 + ((byte[])header.Content!).Length,
        EventStreamHeaderType.Text => 2 + Encoding.UTF8.GetByteCount((string)header.Content!),
        EventStreamHeaderType.Uuid => 16,
        _ => 0,
    };
}
