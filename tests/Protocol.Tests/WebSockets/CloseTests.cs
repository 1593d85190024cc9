using Microsoft.Extensions.Time.Testing;
using Realtime.Protocol.Tests.WebSockets.Support;
using Realtime.Protocol.WebSockets;

namespace Realtime.Protocol.Tests.WebSockets;

public class CloseTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly WebSocketConnectionOptions _options = new() { CloseTimeout = TimeSpan.FromSeconds(3) };

    [Fact]
    public async Task CloseAsync_sends_what_was_added_then_the_close_frame_and_ends_with_the_peers_close_frame()
    {
        var link = Link.InMemory(_options, _time);
        link.Connection.Enqueue(WebSocketMessageKind.Text, "last words"u8);
        var closing = link.Connection.CloseAsync(1001, "going away", Deadline.Token).AsTask();
        (await link.Peer.ReadFrameAsync()).AsText.ShouldBe("last words");
        (await link.Peer.ReadFrameAsync()).ShouldBeEquivalentTo(RawFrame.Close(1001, "going away"));
        closing.IsCompleted.ShouldBeFalse();

        await link.Peer.SendAsync(RawFrame.Close(1001));
        await closing.InTimeAsync();
        link.Transport!.IsDisposed.ShouldBeTrue();
        (await link.Peer.ReadAsync()).ShouldBeNull();
        (await link.Connection.ReadAsync(Deadline.Token)).Close
            .ShouldBe(new WebSocketClose(1001, "going away", WebSocketCloseCause.LocalClose));
    }

    [Fact]
    public async Task CloseAsync_discards_what_the_peer_still_sends_so_that_it_can_read_the_code()
    {
        var link = Link.InMemory(_options, _time);
        var reading = link.Connection.ReadAsync(Deadline.Token).AsTask();
        var closing = link.Connection.CloseAsync(1000, "", Deadline.Token).AsTask();
        for (var index = 0; index < 50; index++)
        {
            await link.Peer.SendAsync(RawFrame.Text(new string('x', 10_000)), RawFrame.Ping("p"), RawFrame.Text("", fin: false));
        }

        await link.Peer.SendAsync(RawFrame.Close(1000));
        await closing.InTimeAsync();
        (await link.Peer.ReadToEndAsync()).Select(frame => frame.Opcode).ShouldBe([8]);
        (await reading.InTimeAsync()).Close!.Cause.ShouldBe(WebSocketCloseCause.LocalClose);
        link.Connection.MessagesReceived.ShouldBe(0);
    }

    [Fact]
    public async Task CloseReadingOnAsync_still_hands_out_what_the_peer_sent_before_its_close_frame()
    {
        var link = Link.InMemory(_options, _time);
        var reading = link.Connection.ReadAsync(Deadline.Token).AsTask();
        var closing = link.Connection.CloseReadingOnAsync(1012, "restart", Deadline.Token).AsTask();
        (await link.Peer.ReadFrameAsync()).CloseCode.ShouldBe(1012);

        await link.Peer.SendAsync(RawFrame.Text("one"), RawFrame.Ping("p"), RawFrame.Text("two"), RawFrame.Close(1012));

        System.Text.Encoding.UTF8.GetString((await reading.InTimeAsync()).Payload.Span).ShouldBe("one");
        var second = await link.Connection.ReadAsync(Deadline.Token).AsTask().InTimeAsync();
        System.Text.Encoding.UTF8.GetString(second.Payload.Span).ShouldBe("two");
        (await link.Connection.ReadAsync(Deadline.Token).AsTask().InTimeAsync()).Close
            .ShouldBe(new WebSocketClose(1012, "restart", WebSocketCloseCause.LocalClose));
        await closing.InTimeAsync();
        (await link.Peer.ReadToEndAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task CloseReadingOnAsync_of_a_peer_that_does_not_answer_ends_after_the_limit()
    {
        var link = Link.InMemory(_options, _time);
        var reading = link.Connection.ReadAsync(Deadline.Token).AsTask();
        var closing = link.Connection.CloseReadingOnAsync(1012, "restart", Deadline.Token).AsTask();
        await AdvanceUntilAsync(closing);
        (await reading.InTimeAsync()).Close.ShouldBe(new WebSocketClose(1012, "restart", WebSocketCloseCause.LocalClose));
    }

    [Fact]
    public async Task CloseAsync_while_a_message_is_still_used_leaves_its_memory_alone()
    {
        var link = Link.InMemory(_options, _time);
        await link.Peer.SendAsync(RawFrame.Text("in use"), RawFrame.Text("behind it"));
        var read = await link.Connection.ReadAsync(Deadline.Token);
        var closing = link.Connection.CloseAsync(1000, "", Deadline.Token).AsTask();
        await link.Peer.SendAsync(RawFrame.Text(new string('!', 50_000)), RawFrame.Close(1000));
        await closing.InTimeAsync();
        await link.Connection.DisposeAsync();

        System.Text.Encoding.UTF8.GetString(read.Payload.Span).ShouldBe("in use");
        link.Connection.TryRead(out _).ShouldBeFalse();
        (await link.Connection.ReadAsync(Deadline.Token)).Close!.Cause.ShouldBe(WebSocketCloseCause.LocalClose);
    }

    [Fact]
    public async Task CloseAsync_of_a_peer_that_does_not_answer_ends_after_the_limit()
    {
        var link = Link.InMemory(_options, _time);
        var reading = link.Connection.ReadAsync(Deadline.Token).AsTask();
        var closing = link.Connection.CloseAsync(1000, "bye", Deadline.Token).AsTask();
        (await link.Peer.ReadFrameAsync()).CloseCode.ShouldBe(1000);
        await AdvanceUntilAsync(closing);
        (await reading.InTimeAsync()).Close.ShouldBe(new WebSocketClose(1000, "bye", WebSocketCloseCause.LocalClose));
    }

    [Fact]
    public async Task CloseAsync_of_a_peer_that_does_not_read_ends_after_the_limit_and_cuts_the_transport()
    {
        var aborts = 0;
        var options = new WebSocketConnectionOptions { CloseTimeout = TimeSpan.FromSeconds(3), OnAbort = () => aborts++ };
        var link = Link.InMemory(options, _time, capacity: 10);
        var writing = link.Connection.WriteAsync(WebSocketMessageKind.Text, new byte[100], true, Deadline.Token).AsTask();
        var closing = link.Connection.CloseAsync(1000, "", Deadline.Token).AsTask();
        await AdvanceUntilAsync(closing);
        (await writing.InTimeAsync()).ShouldBeFalse();
        await link.Connection.DisposeAsync();
        aborts.ShouldBe(1);
    }

    [Fact]
    public async Task CloseAsync_in_good_order_does_not_cut_the_transport()
    {
        var aborts = 0;
        var link = Link.InMemory(new WebSocketConnectionOptions { OnAbort = () => aborts++ }, _time);
        var closing = link.Connection.CloseAsync(1000, "", Deadline.Token).AsTask();
        await link.Peer.SendAsync(RawFrame.Close(1000));
        await closing.InTimeAsync();
        await link.Connection.DisposeAsync();
        aborts.ShouldBe(0);
    }

    [Fact]
    public async Task CloseAsync_cancelled_cuts_the_transport()
    {
        var link = Link.InMemory(_options, _time);
        using var cancel = new CancellationTokenSource();
        var closing = link.Connection.CloseAsync(1000, "", cancel.Token).AsTask();
        (await link.Peer.ReadFrameAsync()).CloseCode.ShouldBe(1000);
        await cancel.CancelAsync();
        await closing.InTimeAsync();
        (await link.Peer.ReadAsync()).ShouldBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(1004)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(2000)]
    [InlineData(5000)]
    public async Task CloseAsync_replaces_a_code_that_may_not_be_sent(int code)
    {
        var link = Link.InMemory(_options, _time);
        _ = link.Connection.CloseAsync((ushort)code, "", Deadline.Token).AsTask();
        (await link.Peer.ReadFrameAsync()).CloseCode.ShouldBe(1011);
    }

    [Fact]
    public async Task CloseAsync_by_many_at_once_sends_one_close_frame_and_all_of_them_end()
    {
        var link = Link.InMemory(_options, _time);
        var reading = link.Connection.ReadAsync(Deadline.Token).AsTask();
        var closing = Task.WhenAll(Enumerable.Range(0, 10).Select(index =>
            Task.Run(() => link.Connection.CloseAsync((ushort)(4000 + index), "", Deadline.Token).AsTask())));
        var first = await link.Peer.ReadFrameAsync();
        await link.Peer.SendAsync(RawFrame.Close(first.CloseCode));
        await closing.InTimeAsync();
        (await link.Peer.ReadAsync()).ShouldBeNull();
        (await reading.InTimeAsync()).Close!.Code.ShouldBe((ushort)first.CloseCode);
    }

    [Fact]
    public async Task CloseAsync_goes_on_reading_when_the_read_that_was_under_way_is_cancelled()
    {
        var link = Link.InMemory(_options, _time);
        using var cancel = new CancellationTokenSource();
        var reading = link.Connection.ReadAsync(cancel.Token).AsTask();
        var closing = link.Connection.CloseAsync(1000, "", Deadline.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => reading.InTimeAsync());
        closing.IsCompleted.ShouldBeFalse();
        await link.Peer.SendAsync(RawFrame.Text("late"), RawFrame.Close(1000));
        await closing.InTimeAsync();
    }

    [Fact]
    public async Task Both_ends_closing_at_once_is_a_close_by_this_end()
    {
        var link = Link.InMemory(_options, _time);
        var closing = link.Connection.CloseAsync(4001, "mine", Deadline.Token).AsTask();
        await link.Peer.SendAsync(RawFrame.Close(4002, "theirs"));
        await closing.InTimeAsync();
        (await link.Peer.ReadToEndAsync()).Select(frame => frame.CloseCode).ShouldBe([4001]);
        (await link.Connection.ReadAsync(Deadline.Token)).Close!.Cause.ShouldBe(WebSocketCloseCause.LocalClose);
    }

    [Fact]
    public async Task CloseAsync_after_the_peers_close_adds_nothing()
    {
        var link = Link.InMemory(_options, _time);
        await link.Peer.SendAsync(RawFrame.Close(1000, "bye"));
        var expected = new WebSocketClose(1000, "bye", WebSocketCloseCause.PeerClosed);
        (await link.Connection.ReadAsync(Deadline.Token)).Close.ShouldBe(expected);
        await link.Connection.CloseAsync(1011, "late", Deadline.Token).InTimeAsync();
        (await link.Peer.ReadToEndAsync()).ShouldHaveSingleItem().ShouldBeEquivalentTo(RawFrame.Close(1000));
        (await link.Connection.ReadAsync(Deadline.Token)).Close.ShouldBe(expected);
    }

    [Fact]
    public async Task A_close_frame_may_stand_between_fragments_of_this_end()
    {
        var link = Link.InMemory(_options, _time);
        await link.Connection.WriteAsync(WebSocketMessageKind.Text, "a"u8.ToArray(), endOfMessage: false, Deadline.Token);
        _ = link.Connection.CloseAsync(1000, "", Deadline.Token).AsTask();
        (await link.Connection.WriteAsync(WebSocketMessageKind.Text, "b"u8.ToArray(), endOfMessage: true, Deadline.Token)).ShouldBeFalse();
        (await link.Peer.ReadFrameAsync()).Fin.ShouldBeFalse();
        (await link.Peer.ReadFrameAsync()).CloseCode.ShouldBe(1000);
    }

    [Fact]
    public async Task After_a_violation_the_transport_is_closed_as_soon_as_the_peer_has_read_the_code()
    {
        var link = Link.InMemory(_options, _time);
        await link.Peer.SendAsync(RawFrame.Text("x") with { Reserved = 4 }, RawFrame.Text("more"));
        (await link.Connection.ReadAsync(Deadline.Token)).Close!.Cause.ShouldBe(WebSocketCloseCause.ProtocolError);
        var disposing = link.Connection.DisposeAsync().AsTask();
        (await link.Peer.ReadFrameAsync()).CloseCode.ShouldBe(1002);
        disposing.IsCompleted.ShouldBeFalse();

        // The clock stands still, so it is the close frame that ends it.
        await link.Peer.SendAsync(RawFrame.Close(1002));
        await disposing.InTimeAsync();
        (await link.Connection.ReadAsync(Deadline.Token)).Close!.Cause.ShouldBe(WebSocketCloseCause.ProtocolError);
    }

    [Fact]
    public async Task Over_TCP_a_peer_in_the_middle_of_a_message_that_is_too_long_gets_the_code_and_no_reset()
    {
        var link = await Link.OverTcpAsync(new WebSocketConnectionOptions { MaxMessageBytes = 1000, CloseTimeout = TimeSpan.FromSeconds(20) });
        var server = Echo.RunAsync(link.Connection);
        await link.Peer.SendAsync(RawFrame.Binary(new byte[20_000_000]), RawFrame.Text("more"));
        (await link.Peer.ReadFrameAsync()).CloseCode.ShouldBe(1009);
        await link.Peer.SendAsync(RawFrame.Close(1009));
        (await link.Peer.ReadAsync()).ShouldBeNull();
        (await server.InTimeAsync()).Cause.ShouldBe(WebSocketCloseCause.MessageTooBig);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_transport_that_ends_or_breaks_in_mid_frame_is_a_lost_peer(bool reset)
    {
        var link = Link.InMemory(_options, _time);
        await link.Peer.SendAsync(RawFrame.Text("whole"));
        await link.Peer.SendAsync(link.Peer.Encode(RawFrame.Text("cut"))[..^1]);
        (await link.Connection.ReadAsync(Deadline.Token)).Kind.ShouldBe(WebSocketMessageKind.Text);
        var reading = link.Connection.ReadAsync(Deadline.Token).AsTask();
        if (reset)
        {
            ((DuplexStream)link.Peer.Stream).Reset();
        }
        else
        {
            ((DuplexStream)link.Peer.Stream).CompleteWrites();
        }

        (await reading.InTimeAsync()).Close.ShouldBe(new WebSocketClose(1006, "", WebSocketCloseCause.PeerGone));
        await link.Connection.CloseAsync(1000, "", Deadline.Token).InTimeAsync();
        await link.Connection.DisposeAsync().InTimeAsync();
    }

    [Fact]
    public async Task Abort_ends_reads_and_writes_at_once()
    {
        var link = Link.InMemory(_options, _time, capacity: 10);
        var reading = link.Connection.ReadAsync(Deadline.Token).AsTask();
        var writing = link.Connection.WriteAsync(WebSocketMessageKind.Text, new byte[100], true, Deadline.Token).AsTask();
        link.Connection.Abort();
        (await reading.InTimeAsync()).Close.ShouldBe(new WebSocketClose(1006, "", WebSocketCloseCause.LocalClose));
        (await writing.InTimeAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task DisposeAsync_of_an_open_connection_ends_a_read_that_is_under_way()
    {
        var link = Link.InMemory(_options, _time);
        var reading = link.Connection.ReadAsync(Deadline.Token).AsTask();
        await link.Connection.DisposeAsync().InTimeAsync();
        (await reading.InTimeAsync()).Close!.Cause.ShouldBe(WebSocketCloseCause.LocalClose);
        (await link.Peer.ReadAsync()).ShouldBeNull();
        await link.Connection.DisposeAsync().InTimeAsync();
    }

    // The limit's timer is set somewhere inside, so time moves on until it has fired.
    private async Task AdvanceUntilAsync(Task task) => await Deadline.UntilAsync(() =>
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return task.IsCompleted;
    });
}
