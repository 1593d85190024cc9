using System.Buffers.Binary;
using System.Text;

namespace Realtime.Protocol.Tests.WebSockets.Support;

/// <summary>A frame as it is on the wire, right or wrong; written without the product's own code, so that it can judge it.</summary>
internal sealed record RawFrame(int Opcode, byte[] Payload, bool Fin = true, int Reserved = 0)
{
    public static RawFrame Text(string payload, bool fin = true) => new(1, Encoding.UTF8.GetBytes(payload), fin);

    public static RawFrame Text(byte[] payload, bool fin = true) => new(1, payload, fin);

    public static RawFrame Binary(byte[] payload, bool fin = true) => new(2, payload, fin);

    public static RawFrame Continuation(string payload, bool fin) => new(0, Encoding.UTF8.GetBytes(payload), fin);

    public static RawFrame Continuation(byte[] payload, bool fin) => new(0, payload, fin);

    public static RawFrame Ping(string payload = "") => new(9, Encoding.UTF8.GetBytes(payload));

    public static RawFrame Pong(string payload = "") => new(10, Encoding.UTF8.GetBytes(payload));

    public static RawFrame Close() => new(8, []);

    public static RawFrame Close(int code, string reason = "") => Close(code, Encoding.UTF8.GetBytes(reason));

    public static RawFrame Close(int code, byte[] reason) => new(8, [(byte)(code >> 8), (byte)code, .. reason]);

    /// <summary>Gets the code of a close frame; 1005 for none.</summary>
    public int CloseCode => Opcode != 8 ? 0 : Payload.Length == 0 ? 1005 : BinaryPrimitives.ReadUInt16BigEndian(Payload);

    public string AsText => Encoding.UTF8.GetString(Payload);

    /// <summary>Encodes the frame.</summary>
    /// <param name="mask">The mask; null for an unmasked frame.</param>
    /// <param name="lengthBytes">0, 2 or 8 bytes for the length; null for as few as it takes.</param>
    public byte[] Encode(uint? mask, int? lengthBytes = null)
    {
        lengthBytes ??= Payload.Length switch { < 126 => 0, < 65536 => 2, _ => 8 };
        return [.. Header(mask, lengthBytes.Value, Payload.Length), .. Masked(mask)];
    }

    /// <summary>Encodes a header alone, which may declare what it likes.</summary>
    public byte[] Header(uint? mask, int lengthBytes, long declared)
    {
        var bytes = new List<byte> { (byte)((Fin ? 0x80 : 0) | (Reserved << 4) | Opcode) };
        var masked = mask is null ? 0 : 0x80;
        bytes.Add((byte)(masked | lengthBytes switch { 0 => (int)declared, 2 => 126, _ => 127 }));
        for (var shift = (lengthBytes * 8) - 8; shift >= 0; shift -= 8)
        {
            bytes.Add((byte)(declared >> shift));
        }

        if (mask is { } key)
        {
            bytes.AddRange([(byte)(key >> 24), (byte)(key >> 16), (byte)(key >> 8), (byte)key]);
        }

        return [.. bytes];
    }

    private byte[] Masked(uint? mask) => mask is { } key
        ? [.. Payload.Select((value, index) => (byte)(value ^ (key >> (24 - (index % 4 * 8)))))]
        : Payload;
}
