using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Realtime.Bench.LoadGenerator.Connections;
using Realtime.Bench.Wire;

namespace Realtime.Bench.Tests;

public sealed class FrameTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public async Task ClientFrame_is_read_by_a_server_as_it_was_written(int length)
    {
        var text = new string('x', length);
        var read = await ReadAsServerAsync(ClientFrame.Text(Encoding.ASCII.GetBytes(text)));
        Encoding.ASCII.GetString(read).ShouldBe(text);
    }

    [Fact]
    public async Task ClientFrame_stamped_anew_carries_the_last_stamp()
    {
        var frame = ClientFrame.Audio(1700);
        frame.Stamp(new FrameStamp(1, 2, 3));
        frame.Stamp(new FrameStamp(4, 5, 6));

        var read = await ReadAsServerAsync(frame);
        FrameStamp.TryRead(EventReader.AudioOf(read, EventKind.Append), out var stamp).ShouldBeTrue();
        stamp.ShouldBe(new FrameStamp(4, 5, 6));
    }

    [Fact]
    public async Task FrameReader_puts_pieces_together_around_a_ping()
    {
        // "ab" in two frames, a ping between them, then a whole "cd"; delivered in pieces that end within frames.
        byte[] bytes = [0x01, 1, (byte)'a', 0x89, 1, (byte)'p', 0x80, 1, (byte)'b', 0x81, 2, (byte)'c', (byte)'d'];
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var server = new TcpClient();
        await server.ConnectAsync((IPEndPoint)listener.LocalEndpoint, TestContext.Current.CancellationToken);
        using var socket = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        var reader = new FrameReader(socket, capacity: 4);
        var messages = new List<string>();
        foreach (var one in bytes)
        {
            await server.GetStream().WriteAsync(new[] { one }, TestContext.Current.CancellationToken);
            (await reader.FillAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
            while (reader.TryRead(out var opcode, out var payload))
            {
                messages.Add($"{opcode}:{Encoding.ASCII.GetString(payload)}");
            }
        }

        messages.ShouldBe(["9:p", "1:ab", "1:cd"]);
    }

    private static async Task<byte[]> ReadAsServerAsync(ClientFrame frame)
    {
        using var stream = new MemoryStream(frame.Bytes.ToArray());
        using var server = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        var buffer = new byte[frame.Bytes.Length];
        var length = 0;
        while (true)
        {
            var result = await server.ReceiveAsync(buffer.AsMemory(length), TestContext.Current.CancellationToken);
            length += result.Count;
            if (result.EndOfMessage)
            {
                return buffer[..length];
            }
        }
    }
}
