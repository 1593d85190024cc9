using System.Security.Cryptography;
using System.Text;

namespace Realtime.Bench.LoadGenerator.Connections;

/// <summary>The HTTP side of RFC 6455's opening handshake, as much of it as a client needs that trusts the server.</summary>
internal static class Upgrade
{
    public static byte[] Request(Uri url, string key) => Encoding.ASCII.GetBytes(
        $"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {Convert.ToBase64String(RandomNumberGenerator.GetBytes(16))}\r\n"
        + $"Authorization: Bearer {key}\r\n\r\n");

    /// <summary>How long the answer's head is, 0 while it is not whole.</summary>
    public static int AnswerLength(ReadOnlySpan<byte> received)
    {
        var end = received.IndexOf("\r\n\r\n"u8);
        return end < 0 ? 0 : end + 4;
    }

    public static bool IsAccepted(ReadOnlySpan<byte> answer) => answer.StartsWith("HTTP/1.1 101 "u8);
}
