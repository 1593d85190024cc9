using System.Buffers.Binary;
using Realtime.Bench.Wire;

namespace Realtime.Bench.LoadGenerator.Connections;

/// <summary>
/// A client's WebSocket frame, masked once when it is made: to send it again only its stamp is written and masked anew.
/// </summary>
internal sealed class ClientFrame
{
    private const byte Final = 0x80;
    private const byte Masked = 0x80;
    private const int MaskLength = 4;

    // Fixed, since nothing between the ends may depend on it; servers must undo it all the same.
    private static readonly byte[] Mask = [0x37, 0xfa, 0x21, 0x3d];
    private readonly byte[] _bytes;
    private readonly int _payload;
    private readonly int _stamp;

    private ClientFrame(byte opcode, ReadOnlySpan<byte> payload, int stampOffset)
    {
        byte[] length = [];
        var shortLength = (byte)Math.Min(payload.Length, 126);
        if (payload.Length > ushort.MaxValue)
        {
            (length, shortLength) = (new byte[8], 127);
            BinaryPrimitives.WriteInt64BigEndian(length, payload.Length);
        }
        else if (shortLength == 126)
        {
            length = new byte[2];
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)payload.Length);
        }

        _payload = 2 + length.Length + MaskLength;
        _stamp = stampOffset;
        _bytes = [(byte)(Final | opcode), (byte)(Masked | shortLength), .. length, .. Mask, .. payload];
        ApplyMask(_bytes.AsSpan(_payload), 0);
    }

    /// <summary>The whole frame as it goes to the socket.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>A text frame of an audio event.</summary>
    public static ClientFrame Audio(int totalBytes)
    {
        var audio = AudioFrame.Append(totalBytes);
        return new ClientFrame(OpCode.Text, audio.Bytes, audio.StampOffset);
    }

    /// <summary>A text frame.</summary>
    public static ClientFrame Text(ReadOnlySpan<byte> json) => new(OpCode.Text, json, 0);

    /// <summary>The answer to a ping.</summary>
    public static ClientFrame Pong(ReadOnlySpan<byte> payload) => new(OpCode.Pong, payload, 0);

    /// <summary>A close with code 1000.</summary>
    public static ClientFrame Close() => new(OpCode.Close, [0x03, 0xe8], 0);

    /// <summary>Writes a stamp into an audio frame.</summary>
    public void Stamp(in FrameStamp stamp)
    {
        var place = _bytes.AsSpan(_payload + _stamp, FrameStamp.Length);
        stamp.WriteTo(place);
        ApplyMask(place, _stamp);
    }

    private static void ApplyMask(Span<byte> bytes, int offset)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= Mask[(offset + i) % MaskLength];
        }
    }
}
