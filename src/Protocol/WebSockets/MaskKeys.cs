using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Realtime.Protocol.WebSockets;

/// <summary>Unpredictable mask keys (RFC 6455 section 10.3), drawn from the system in bulk since one costs a system call.</summary>
internal static class MaskKeys
{
    private const int BulkBytes = 1024;

    [ThreadStatic]
    private static byte[]? _bulk;

    [ThreadStatic]
    private static int _position;

    /// <summary>Draws a key.</summary>
    /// <returns>The key.</returns>
    public static uint Next()
    {
        if (_bulk is null || _position == BulkBytes)
        {
            _bulk ??= new byte[BulkBytes];
            RandomNumberGenerator.Fill(_bulk);
            _position = 0;
        }

        var key = MemoryMarshal.Read<uint>(_bulk.AsSpan(_position));
        _position += sizeof(uint);
        return key;
    }
}
