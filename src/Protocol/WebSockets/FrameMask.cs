using System.Numerics;
using System.Runtime.InteropServices;

namespace Realtime.Protocol.WebSockets;

/// <summary>Masks and unmasks payloads, RFC 6455 section 5.3.</summary>
internal static class FrameMask
{
    /// <summary>Applies a mask in place; applied twice it is gone.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="key">The mask, its first byte the lowest.</param>
    /// <param name="offset">Where in the frame's payload the bytes begin.</param>
    public static void Apply(Span<byte> data, uint key, long offset)
    {
        if (key == 0)
        {
            return;
        }

        key = BitOperations.RotateRight(key, (int)(offset & 3) * 8);
        var vectors = MemoryMarshal.Cast<byte, Vector<byte>>(data);
        if (vectors.Length > 0)
        {
            var mask = Vector.AsVectorByte(new Vector<uint>(key));
            for (var index = 0; index < vectors.Length; index++)
            {
                vectors[index] ^= mask;
            }

            data = data[(vectors.Length * Vector<byte>.Count)..];
        }

        for (var index = 0; index < data.Length; index++)
        {
            data[index] ^= (byte)(key >> ((index & 3) * 8));
        }
    }
}
