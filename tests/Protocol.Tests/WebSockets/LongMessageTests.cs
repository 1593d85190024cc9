using Realtime.Protocol.Tests.WebSockets.Support;
using Realtime.Protocol.WebSockets;

namespace Realtime.Protocol.Tests.WebSockets;

public class LongMessageTests
{
    private const int Threshold = 100_000;

    private readonly WebSocketConnectionOptions _pieces = new() { StreamingThreshold = Threshold, MaxMessageBytes = 200_000 };

    [Theory]
    [InlineData(21 * 1024 * 1024)]
    [InlineData(5_000_000)]
    public async Task A_message_up_to_the_limit_is_handed_out_whole(int fragment)
    {
        var message = Random(21 * 1024 * 1024);
        var link = Link.InMemory();
        var sending = SendAsync(link, message, fragment);
        var read = await link.Connection.ReadAsync(Deadline.Token);
        await sending;
        read.EndOfMessage.ShouldBeTrue();
        read.Payload.Span.SequenceEqual(message).ShouldBeTrue();
        await link.Peer.SendAsync(RawFrame.Text("next"));
        (await link.Connection.ReadAsync(Deadline.Token)).Payload.Length.ShouldBe(4);
    }

    [Fact]
    public async Task A_declared_length_above_the_limit_ends_the_connection_before_any_of_it_comes()
    {
        var link = Link.InMemory();
        await link.Peer.SendAsync(RawFrame.Binary([]).Header(0x01020304, 8, 64 << 20));
        (await link.Connection.ReadAsync(Deadline.Token)).Close.ShouldBe(new WebSocketClose(1009, "", WebSocketCloseCause.MessageTooBig));
        (await link.Peer.ReadFrameAsync()).CloseCode.ShouldBe(1009);
        link.Transport!.Reads.ShouldBe(1);
    }

    [Fact]
    public async Task Memory_grows_with_what_comes_and_not_with_what_is_declared()
    {
        var link = Link.InMemory();
        var reading = link.Connection.ReadAsync(Deadline.Token).AsTask();
        await link.Peer.SendAsync([.. RawFrame.Binary([]).Header(0x01020304, 8, 21 << 20), 1, 2, 3]);
        await Deadline.UntilAsync(() => link.Transport!.PendingRead > 0);
        link.Transport!.PendingRead.ShouldBeLessThanOrEqualTo(64 * 1024);
        reading.IsCompleted.ShouldBeFalse();
    }

    [Theory]
    [InlineData(3_000_000)]
    [InlineData(Threshold)]
    [InlineData(700)]
    public async Task Above_the_threshold_a_message_of_any_length_comes_in_pieces(int fragment)
    {
        var message = Random(3_000_000);
        var link = Link.InMemory(_pieces);
        var sending = SendAsync(link, message, fragment);
        var received = new List<byte>();
        WebSocketReadResult read;
        do
        {
            read = await link.Connection.ReadAsync(Deadline.Token);
            read.Kind.ShouldBe(WebSocketMessageKind.Binary);
            read.Payload.Length.ShouldBeInRange(1, 2 * Threshold);
            received.AddRange(read.Payload.Span);
        }
        while (!read.EndOfMessage);
        await sending;
        received.SequenceEqual(message).ShouldBeTrue();
        link.Connection.MessagesReceived.ShouldBe(1);
        link.Connection.BytesReceived.ShouldBe(message.Length);

        await link.Peer.SendAsync(RawFrame.Text("short", fin: false), RawFrame.Continuation(" and whole", fin: true));
        read = await link.Connection.ReadAsync(Deadline.Token);
        (read.Kind, read.EndOfMessage, read.Payload.Length).ShouldBe((WebSocketMessageKind.Text, true, 15));
    }

    [Fact]
    public async Task A_text_in_pieces_is_still_checked()
    {
        var link = Link.InMemory(_pieces);
        byte[] text = [.. Enumerable.Repeat((byte)'x', 150_000), 0xE2, 0x82, 0xAC, 0xFF];
        var sending = link.Peer.SendAsync(RawFrame.Text(text));
        WebSocketReadResult read;
        do
        {
            read = await link.Connection.ReadAsync(Deadline.Token);
        }
        while (read.Close is null);
        await sending;
        read.Close.Cause.ShouldBe(WebSocketCloseCause.InvalidUtf8);
    }

    [Fact]
    public async Task Pings_between_the_pieces_are_answered()
    {
        var link = Link.InMemory(_pieces);
        var sending = link.Peer.SendAsync(
            RawFrame.Binary(new byte[Threshold + 1], fin: false), RawFrame.Ping("p"), RawFrame.Continuation([1], fin: true));
        WebSocketReadResult read;
        do
        {
            read = await link.Connection.ReadAsync(Deadline.Token);
        }
        while (!read.EndOfMessage);
        await sending;
        (await link.Peer.ReadFrameAsync()).ShouldBeEquivalentTo(RawFrame.Pong("p"));
    }

    private static async Task SendAsync(Link link, byte[] message, int fragment)
    {
        for (var position = 0; position < message.Length; position += fragment)
        {
            var end = Math.Min(message.Length, position + fragment);
            await link.Peer.SendAsync(new RawFrame(position == 0 ? 2 : 0, message[position..end], Fin: end == message.Length));
        }
    }

    private static byte[] Random(int length)
    {
        var bytes = new byte[length];
#pragma warning disable CA5394 // It has to be the same each time and guards nothing.
        new Random(7).NextBytes(bytes);
#pragma warning restore CA5394
        return bytes;
    }
}
