using Realtime.Protocol.Tests.WebSockets.Support;
using Realtime.Protocol.WebSockets;

namespace Realtime.Protocol.Tests.WebSockets;

public class WritersTests
{
    [Fact]
    public async Task WriteAsync_of_many_writers_keeps_each_ones_order_and_every_message_whole()
    {
        const int Writers = 8;
        const int Messages = 300;
        var link = Link.InMemory(capacity: 10_000);
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var index = 0; index < Messages; index++)
            {
                // Every so often one that is too long to be copied.
                var length = index % 50 == 49 ? 100_000 : writer * 100;
                var text = $"{writer}:{index}:" + new string('x', length);
                (await link.Connection.WriteAsync(WebSocketMessageKind.Text, System.Text.Encoding.UTF8.GetBytes(text), true, Deadline.Token))
                    .ShouldBeTrue();
            }
        })));

        var next = new int[Writers];
        for (var count = 0; count < Writers * Messages; count++)
        {
            var parts = (await link.Peer.ReadFrameAsync()).AsText.Split(':');
            var writer = int.Parse(parts[0], null);
            int.Parse(parts[1], null).ShouldBe(next[writer]++);
            parts[2].Length.ShouldBe(next[writer] % 50 == 0 ? 100_000 : writer * 100);
        }

        await writing.InTimeAsync();
        link.Connection.MessagesSent.ShouldBe(Writers * Messages);
    }

    [Fact]
    public async Task FlushAsync_writes_everything_that_was_added_in_one_write()
    {
        var link = Link.InMemory();
        for (var index = 0; index < 100; index++)
        {
            link.Connection.Enqueue(WebSocketMessageKind.Text, "message"u8);
        }

        (await link.Connection.FlushAsync(Deadline.Token)).ShouldBeTrue();
        link.Transport!.Writes.ShouldBe([900]);
    }

    [Fact]
    public async Task FlushAsync_while_another_write_waits_ends_when_its_own_frames_are_out_and_they_leave_together()
    {
        var link = Link.InMemory(capacity: 10);
        var first = link.Connection.WriteAsync(WebSocketMessageKind.Text, new byte[50], true, Deadline.Token).AsTask();
        var others = Enumerable.Range(0, 20)
            .Select(_ => link.Connection.WriteAsync(WebSocketMessageKind.Text, "other"u8.ToArray(), true, Deadline.Token).AsTask())
            .ToArray();
        await Task.Yield();
        first.IsCompleted.ShouldBeFalse();
        others.ShouldAllBe(task => !task.IsCompleted);

        for (var index = 0; index < 21; index++)
        {
            await link.Peer.ReadFrameAsync();
        }

        (await Task.WhenAll([first, .. others]).InTimeAsync()).ShouldAllBe(open => open);
        link.Transport!.Writes.ShouldBe([52, 20 * 7]);
    }

    [Fact]
    public async Task FlushAsync_cancelled_while_another_writes_throws_and_the_frames_still_leave()
    {
        var link = Link.InMemory(capacity: 10);
        var first = link.Connection.WriteAsync(WebSocketMessageKind.Text, new byte[50], true, Deadline.Token).AsTask();
        using var cancel = new CancellationTokenSource();
        var second = link.Connection.WriteAsync(WebSocketMessageKind.Text, "second"u8.ToArray(), true, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => second.InTimeAsync());

        await link.Peer.ReadFrameAsync();
        (await link.Peer.ReadFrameAsync()).AsText.ShouldBe("second");
        (await first.InTimeAsync()).ShouldBeTrue();
    }

    [Theory]
    [InlineData(WebSocketRole.Server)]
    [InlineData(WebSocketRole.Client)]
    public async Task WriteAsync_of_a_long_message_writes_it_in_pieces_after_what_was_added_before(WebSocketRole role)
    {
        var link = Link.InMemory(new WebSocketConnectionOptions { Role = role });
        var message = Enumerable.Range(0, 1_000_003).Select(index => (byte)index).ToArray();
        link.Connection.Enqueue(WebSocketMessageKind.Text, "before"u8);
        var writing = link.Connection.WriteAsync(WebSocketMessageKind.Binary, message, true, Deadline.Token).AsTask();
        link.Connection.Enqueue(WebSocketMessageKind.Text, "after"u8);

        (await link.Peer.ReadFrameAsync()).AsText.ShouldBe("before");
        (await link.Peer.ReadFrameAsync()).Payload.AsSpan().SequenceEqual(message).ShouldBeTrue();
        (await link.Peer.ReadFrameAsync()).AsText.ShouldBe("after");
        (await writing.InTimeAsync()).ShouldBeTrue();
        link.Transport!.Writes.Max().ShouldBeLessThanOrEqualTo(128 * 1024);
    }

    [Fact]
    public async Task Enqueue_of_pieces_makes_fragments_of_one_message_and_lets_pongs_between()
    {
        var link = Link.InMemory();
        link.Connection.Enqueue(WebSocketMessageKind.Binary, "a"u8, endOfMessage: false);
        await link.Peer.SendAsync(RawFrame.Ping("p"), RawFrame.Text("go"));
        await link.Connection.ReadAsync(Deadline.Token);
        link.Connection.Enqueue(WebSocketMessageKind.Binary, "b"u8, endOfMessage: false);
        link.Connection.Enqueue(WebSocketMessageKind.Binary, ""u8);
        await link.Connection.FlushAsync(Deadline.Token);

        (await link.Peer.ReadFrameAsync()).ShouldBeEquivalentTo(RawFrame.Binary([(byte)'a'], fin: false));
        (await link.Peer.ReadFrameAsync()).ShouldBeEquivalentTo(RawFrame.Pong("p"));
        (await link.Peer.ReadFrameAsync()).ShouldBeEquivalentTo(RawFrame.Continuation("b", fin: false));
        (await link.Peer.ReadFrameAsync()).ShouldBeEquivalentTo(RawFrame.Continuation("", fin: true));
        link.Connection.MessagesSent.ShouldBe(1);
    }

    [Fact]
    public async Task FlushAsync_after_the_end_says_so_and_writing_does_not_throw()
    {
        var link = Link.InMemory();
        await link.Peer.Stream.DisposeAsync();
        (await link.Connection.ReadAsync(Deadline.Token)).Close!.Cause.ShouldBe(WebSocketCloseCause.PeerGone);
        await link.Connection.DisposeAsync();

        link.Connection.Enqueue(WebSocketMessageKind.Text, "late"u8);
        (await link.Connection.FlushAsync(Deadline.Token)).ShouldBeFalse();
        (await link.Connection.WriteAsync(WebSocketMessageKind.Text, new byte[10], true, Deadline.Token)).ShouldBeFalse();
        (await link.Connection.WriteAsync(WebSocketMessageKind.Text, new byte[100_000], true, Deadline.Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task FlushAsync_into_a_broken_transport_ends_with_false_for_all_writers()
    {
        var link = Link.InMemory(capacity: 10);
        var writing = Enumerable.Range(0, 5)
            .Select(_ => link.Connection.WriteAsync(WebSocketMessageKind.Text, new byte[100_000], true, Deadline.Token).AsTask())
            .ToArray();
        ((DuplexStream)link.Peer.Stream).Reset();
        (await Task.WhenAll(writing).InTimeAsync()).ShouldAllBe(open => !open);
    }

    [Fact]
    public async Task MaskSource_gives_the_masks_of_a_client()
    {
        var link = Link.InMemory(new WebSocketConnectionOptions { Role = WebSocketRole.Client, MaskSource = () => 0x04030201 });
        await link.Connection.WriteAsync(WebSocketMessageKind.Text, "\0\0\0\0\0"u8.ToArray(), true, Deadline.Token);
        var bytes = new byte[11];
        await link.Peer.Stream.ReadExactlyAsync(bytes, Deadline.Token);
        bytes.ShouldBe([0x81, 0x85, 1, 2, 3, 4, 1, 2, 3, 4, 1]);
    }
}
