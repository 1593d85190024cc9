using System.Security.Cryptography;
using System.Text;

namespace Realtime.Protocol.WebSockets;

/// <summary>What both ends of an opening handshake compute, RFC 6455 section 4.</summary>
public static class WebSocketHandshake
{
    private const int KeyBytes = 16;

    /// <summary>Makes a <c>Sec-WebSocket-Key</c>.</summary>
    /// <returns>16 random bytes in base64.</returns>
    public static string CreateKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>Tells whether a <c>Sec-WebSocket-Key</c> is one.</summary>
    /// <param name="key">The header's value.</param>
    /// <returns>Whether it is 16 bytes in base64.</returns>
    public static bool IsValidKey(string key)
    {
        Span<byte> bytes = stackalloc byte[KeyBytes + 2];
        return Convert.TryFromBase64String(key, bytes, out var count) && count == KeyBytes;
    }

    /// <summary>Computes <c>Sec-WebSocket-Accept</c>.</summary>
    /// <param name="key">The <c>Sec-WebSocket-Key</c>.</param>
    /// <returns>The value.</returns>
    public static string ComputeAccept(string key)
    {
#pragma warning disable CA5350 // RFC 6455 section 4.2.2 prescribes SHA-1; it proves that the peer speaks WebSocket and protects nothing.
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
    }
}
