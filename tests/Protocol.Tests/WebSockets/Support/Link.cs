using System.Net;
using System.Net.Sockets;
using Realtime.Protocol.WebSockets;

namespace Realtime.Protocol.Tests.WebSockets.Support;

/// <summary>A connection under test and its peer.</summary>
internal sealed record Link(WebSocketConnection Connection, RawPeer Peer, DuplexStream? Transport = null)
{
    /// <summary>Makes one in memory.</summary>
    public static Link InMemory(WebSocketConnectionOptions? options = null, TimeProvider? time = null, int capacity = 64 * 1024)
    {
        options ??= new WebSocketConnectionOptions();
        var (one, other) = DuplexStream.Create(capacity);
        var connection = new WebSocketConnection(one, options, time ?? TimeProvider.System);
        return new Link(connection, new RawPeer(other, masks: options.Role == WebSocketRole.Server), one);
    }

    /// <summary>Makes one over TCP on loopback.</summary>
    public static async Task<Link> OverTcpAsync(WebSocketConnectionOptions options)
    {
        var (one, other) = await TcpAsync();
        var connection = new WebSocketConnection(one, options, TimeProvider.System);
        return new Link(connection, new RawPeer(other, masks: options.Role == WebSocketRole.Server));
    }

    public static async Task<(Stream One, Stream Other)> TcpAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(listener.LocalEndpoint, Deadline.Token);
        var server = await listener.AcceptSocketAsync(Deadline.Token);
        server.NoDelay = true;
        return (new NetworkStream(server, ownsSocket: true), new NetworkStream(client, ownsSocket: true));
    }
}
