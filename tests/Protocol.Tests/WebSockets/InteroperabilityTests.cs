using System.Net.WebSockets;
using Realtime.Protocol.Tests.WebSockets.Support;
using Realtime.Protocol.WebSockets;

namespace Realtime.Protocol.Tests.WebSockets;

/// <summary>Both ends against .NET's own WebSocket, which somebody else has written.</summary>
public class InteroperabilityTests
{
    private static readonly int[] Sizes = [0, 1, 125, 126, 127, 4096, 65535, 65536, 65537, 1_000_000];

    [Theory]
    [InlineData(WebSocketRole.Server, false)]
    [InlineData(WebSocketRole.Server, true)]
    [InlineData(WebSocketRole.Client, false)]
    [InlineData(WebSocketRole.Client, true)]
    public async Task Messages_of_all_sizes_come_back_and_the_peer_closes(WebSocketRole role, bool tcp)
    {
        var (connection, peer) = await ConnectAsync(role, tcp);
        var server = Echo.RunAsync(connection);
        foreach (var size in Sizes)
        {
            var message = Enumerable.Range(0, size).Select(index => (byte)('a' + (index % 26))).ToArray();
            var type = size % 2 == 0 ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
            await peer.SendAsync(message.AsMemory(0, size / 2), type, endOfMessage: false, Deadline.Token);
            var sending = peer.SendAsync(message.AsMemory(size / 2), type, endOfMessage: true, Deadline.Token).AsTask();
            var (received, receivedType) = await ReceiveAsync(peer);
            await sending;
            receivedType.ShouldBe(type);
            received.AsSpan().SequenceEqual(message).ShouldBeTrue();
        }

        await peer.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", Deadline.Token);
        var close = await server.InTimeAsync();
        close.ShouldBe(new WebSocketClose(1000, "bye", WebSocketCloseCause.PeerClosed));
        peer.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
        connection.MessagesReceived.ShouldBe(Sizes.Length);
        connection.BytesReceived.ShouldBe(Sizes.Sum());
        connection.MessagesSent.ShouldBe(Sizes.Length);
        connection.BytesSent.ShouldBe(Sizes.Sum());
        peer.Dispose();
    }

    [Theory]
    [InlineData(WebSocketRole.Server)]
    [InlineData(WebSocketRole.Client)]
    public async Task Long_messages_in_fragments_arrive_and_this_end_closes(WebSocketRole role)
    {
        var (connection, peer) = await ConnectAsync(role, tcp: true);
        var message = new byte[3_000_000];
        message.AsSpan().Fill((byte)'z');
        var receiving = ReceiveAsync(peer);
        (await connection.WriteAsync(WebSocketMessageKind.Text, message.AsMemory(0, 10), false, Deadline.Token)).ShouldBeTrue();
        (await connection.WriteAsync(WebSocketMessageKind.Text, message.AsMemory(10, 2_000_000), false, Deadline.Token)).ShouldBeTrue();
        (await connection.WriteAsync(WebSocketMessageKind.Text, message.AsMemory(2_000_010), true, Deadline.Token)).ShouldBeTrue();
        (await receiving.InTimeAsync()).Data.AsSpan().SequenceEqual(message).ShouldBeTrue();

        var closing = connection.CloseAsync(4001, "going", Deadline.Token).AsTask();
        (await peer.ReceiveAsync(new byte[10].AsMemory(), Deadline.Token)).MessageType.ShouldBe(WebSocketMessageType.Close);
        ((int?)peer.CloseStatus, peer.CloseStatusDescription).ShouldBe((4001, "going"));
        await peer.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Deadline.Token);
        await closing.InTimeAsync();
        (await connection.ReadAsync(Deadline.Token)).Close.ShouldBe(new WebSocketClose(4001, "going", WebSocketCloseCause.LocalClose));
        await connection.DisposeAsync();
        peer.Dispose();
    }

    private static async Task<(WebSocketConnection Connection, WebSocket Peer)> ConnectAsync(WebSocketRole role, bool tcp)
    {
        (Stream One, Stream Other) streams = tcp ? await Link.TcpAsync() : DuplexStream.Create();
        var peer = WebSocket.CreateFromStream(
            streams.Other,
            new WebSocketCreationOptions { IsServer = role == WebSocketRole.Client, KeepAliveInterval = TimeSpan.Zero });
        return (new WebSocketConnection(streams.One, new WebSocketConnectionOptions { Role = role }, TimeProvider.System), peer);
    }

    private static async Task<(byte[] Data, WebSocketMessageType Type)> ReceiveAsync(WebSocket peer)
    {
        var data = new MemoryStream();
        var buffer = new byte[8192];
        var token = Deadline.Token;
        while (true)
        {
            var read = await peer.ReceiveAsync(buffer.AsMemory(), token);
            data.Write(buffer, 0, read.Count);
            if (read.EndOfMessage)
            {
                return (data.ToArray(), read.MessageType);
            }
        }
    }
}
