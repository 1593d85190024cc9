using System.Buffers.Binary;

namespace Realtime.Protocol.WebSockets;

/// <summary>A frame's header, RFC 6455 section 5.2.</summary>
internal struct FrameHeader
{
    /// <summary>The longest header, in bytes.</summary>
    public const int MaxLength = 14;

    private const int MaxControlPayload = 125;

    public bool Fin;
    public byte Opcode;
    public long PayloadLength;
    public uint MaskKey;

    /// <summary>Reads a header.</summary>
    /// <param name="data">What has arrived.</param>
    /// <param name="masked">Whether the frame must be masked.</param>
    /// <param name="header">The header.</param>
    /// <returns>Its length; 0 when it is not there whole; -1 when it breaks the protocol, which is told at the first byte that does.</returns>
    public static int TryRead(ReadOnlySpan<byte> data, bool masked, out FrameHeader header)
    {
        header = default;
        if (data.IsEmpty)
        {
            return 0;
        }

        header.Fin = (data[0] & 0x80) != 0;
        header.Opcode = (byte)(data[0] & 0x0F);
        var known = header.Opcode is WebSockets.Opcode.Continuation or WebSockets.Opcode.Text or WebSockets.Opcode.Binary
            or WebSockets.Opcode.Close or WebSockets.Opcode.Ping or WebSockets.Opcode.Pong;
        var control = WebSockets.Opcode.IsControl(header.Opcode);
        if ((data[0] & 0x70) != 0 || !known || (control && !header.Fin))
        {
            return -1;
        }

        if (data.Length < 2)
        {
            return 0;
        }

        var length = data[1] & 0x7F;
        if (((data[1] & 0x80) != 0) != masked || (control && length > MaxControlPayload))
        {
            return -1;
        }

        var (position, minimum) = length switch { 126 => (4, 126L), 127 => (10, 65536L), _ => (2, 0L) };
        var total = position + (masked ? 4 : 0);
        if (data.Length < total)
        {
            return 0;
        }

        header.PayloadLength = length switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(data[2..]),
            127 => BinaryPrimitives.ReadInt64BigEndian(data[2..]),
            _ => length,
        };
        if (header.PayloadLength < minimum)
        {
            return -1;
        }

        header.MaskKey = masked ? BinaryPrimitives.ReadUInt32LittleEndian(data[position..]) : 0;
        return total;
    }

    /// <summary>Writes a header.</summary>
    /// <param name="target">At least <see cref="MaxLength"/> bytes.</param>
    /// <param name="opcode">The opcode.</param>
    /// <param name="fin">Whether the message ends with the frame.</param>
    /// <param name="payloadLength">The payload's length.</param>
    /// <param name="maskKey">The mask; null for an unmasked frame.</param>
    /// <returns>The header's length.</returns>
    public static int Write(Span<byte> target, byte opcode, bool fin, int payloadLength, uint? maskKey)
    {
        target[0] = (byte)(opcode | (fin ? 0x80 : 0));
        int position;
        if (payloadLength < 126)
        {
            target[1] = (byte)payloadLength;
            position = 2;
        }
        else if (payloadLength <= ushort.MaxValue)
        {
            target[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)payloadLength);
            position = 4;
        }
        else
        {
            target[1] = 127;
            BinaryPrimitives.WriteInt64BigEndian(target[2..], payloadLength);
            position = 10;
        }

        if (maskKey is not { } key)
        {
            return position;
        }

        target[1] |= 0x80;
        BinaryPrimitives.WriteUInt32LittleEndian(target[position..], key);
        return position + 4;
    }
}
