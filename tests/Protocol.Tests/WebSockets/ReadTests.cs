using Realtime.Protocol.Tests.WebSockets.Support;
using Realtime.Protocol.WebSockets;

namespace Realtime.Protocol.Tests.WebSockets;

public class ReadTests
{
    [Fact]
    public async Task TryRead_gives_what_came_with_the_message_before_and_never_waits()
    {
        var link = Link.InMemory();
        await link.Peer.SendAsync(
            [.. link.Peer.Encode(RawFrame.Text("one")), .. link.Peer.Encode(RawFrame.Ping("p")), .. link.Peer.Encode(RawFrame.Binary([2])),
             .. link.Peer.Encode(RawFrame.Text("cut"))[..^1]]);
        Text(await link.Connection.ReadAsync(Deadline.Token)).ShouldBe("one");
        link.Connection.TryRead(out var second).ShouldBeTrue();
        (second.Kind, second.Payload.Span[0], second.EndOfMessage).ShouldBe((WebSocketMessageKind.Binary, (byte)2, true));
        link.Connection.TryRead(out _).ShouldBeFalse();
        (await link.Peer.ReadFrameAsync()).ShouldBeEquivalentTo(RawFrame.Pong("p"));
    }

    [Fact]
    public async Task TryRead_gives_the_end_when_it_came_with_the_message_before()
    {
        var link = Link.InMemory();
        await link.Peer.SendAsync(RawFrame.Text("one"), RawFrame.Close(1000, "bye"));
        await link.Connection.ReadAsync(Deadline.Token);
        link.Connection.TryRead(out var end).ShouldBeTrue();
        (end.Kind, end.Close).ShouldBe((WebSocketMessageKind.Closed, new WebSocketClose(1000, "bye", WebSocketCloseCause.PeerClosed)));
        link.Connection.TryRead(out _).ShouldBeFalse();
        (await link.Connection.ReadAsync(Deadline.Token)).ShouldBe(end);
        (await link.Peer.ReadFrameAsync()).CloseCode.ShouldBe(1000);
    }

    [Fact]
    public async Task ReadAsync_cancelled_throws_and_the_next_one_goes_on_in_mid_frame()
    {
        var link = Link.InMemory();
        var bytes = link.Peer.Encode(RawFrame.Text("whole after all"));
        await link.Peer.SendAsync(bytes[..8]);
        using var cancel = new CancellationTokenSource();
        var reading = link.Connection.ReadAsync(cancel.Token).AsTask();
        await Deadline.UntilAsync(() => link.Transport!.Reads > 0 && link.Connection.IsWaiting);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => reading.InTimeAsync());

        await link.Peer.SendAsync(bytes[8..]);
        Text(await link.Connection.ReadAsync(Deadline.Token)).ShouldBe("whole after all");
    }

    [Fact]
    public async Task ReadAsync_twice_at_once_is_the_callers_bug()
    {
        var link = Link.InMemory();
        _ = link.Connection.ReadAsync(Deadline.Token).AsTask();
        await Should.ThrowAsync<InvalidOperationException>(async () => await link.Connection.ReadAsync(Deadline.Token));
    }

    [Fact]
    public async Task An_idle_connection_waits_without_a_buffer()
    {
        var link = Link.InMemory();
        var server = Echo.RunAsync(link.Connection);
        link.Transport!.PendingRead.ShouldBe(0);
        await link.Peer.SendAsync(RawFrame.Text("hello"));
        await link.Peer.ReadFrameAsync();
        await Deadline.UntilAsync(() => link.Transport.PendingRead == 0);
        await link.Peer.SendAsync(RawFrame.Close(1000));
        await server.InTimeAsync();
    }

    [Fact]
    public async Task A_peer_that_pings_and_does_not_read_is_answered_in_bounded_memory_and_still_heard()
    {
        const int Pings = 10_000;
        var link = Link.InMemory(capacity: 1000);
        var reading = link.Connection.ReadAsync(Deadline.Token).AsTask();
        for (var index = 0; index < Pings; index++)
        {
            await link.Peer.SendAsync(RawFrame.Ping($"{index}".PadLeft(125)));
        }

        await link.Peer.SendAsync(RawFrame.Text("heard"));
        Text(await reading.InTimeAsync()).ShouldBe("heard");

        var pongs = new List<int>();
        do
        {
            pongs.Add(int.Parse((await link.Peer.ReadFrameAsync()).AsText, null));
        }
        while (pongs[^1] != Pings - 1);
        pongs.ShouldBeInOrder();

        // 64 KiB of answers of 139 bytes, and what the link itself held.
        pongs.Count.ShouldBeLessThan(600);
    }

    private static string Text(WebSocketReadResult read) => System.Text.Encoding.UTF8.GetString(read.Payload.Span);
}
