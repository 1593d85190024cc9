using Microsoft.Extensions.Time.Testing;
using Realtime.Protocol.Tests.WebSockets.Support;
using Realtime.Protocol.WebSockets;

namespace Realtime.Protocol.Tests.WebSockets;

public class KeepAliveTests
{
    private readonly FakeTimeProvider _time = new();

    private readonly WebSocketConnectionOptions _options = new()
    {
        KeepAliveInterval = TimeSpan.FromSeconds(20),
        KeepAliveTimeout = TimeSpan.FromSeconds(10),
        WriteTimeout = TimeSpan.FromSeconds(30),
    };

    [Fact]
    public async Task A_silent_peer_is_pinged_and_counts_as_gone_when_it_does_not_answer()
    {
        var link = Link.InMemory(_options, _time);
        var reading = link.Connection.ReadAsync(Deadline.Token).AsTask();
        _time.Advance(TimeSpan.FromSeconds(19));
        link.Transport!.Writes.ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(1));
        (await link.Peer.ReadFrameAsync()).ShouldBeEquivalentTo(RawFrame.Ping());
        _time.Advance(TimeSpan.FromSeconds(9));
        reading.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));

        (await reading.InTimeAsync()).Close.ShouldBe(new WebSocketClose(1006, "", WebSocketCloseCause.KeepAliveTimeout));
        (await link.Connection.FlushAsync(Deadline.Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_peer_that_answers_stays_and_is_asked_again()
    {
        var link = Link.InMemory(_options, _time);
        var reading = link.Connection.ReadAsync(Deadline.Token).AsTask();
        for (var round = 0; round < 5; round++)
        {
            _time.Advance(TimeSpan.FromSeconds(20));
            (await link.Peer.ReadFrameAsync()).ShouldBeEquivalentTo(RawFrame.Ping());
            await SettleAsync(link, () => link.Peer.SendAsync(RawFrame.Pong()));
        }

        reading.IsCompleted.ShouldBeFalse();
        await link.Peer.SendAsync(RawFrame.Text("here"));
        (await reading.InTimeAsync()).Kind.ShouldBe(WebSocketMessageKind.Text);
    }

    [Fact]
    public async Task A_peer_that_sends_anything_at_all_is_not_pinged()
    {
        var link = Link.InMemory(_options, _time);
        _ = link.Connection.ReadAsync(Deadline.Token).AsTask();
        for (var round = 0; round < 5; round++)
        {
            _time.Advance(TimeSpan.FromSeconds(15));

            // Half a frame is a sign of life too.
            await SettleAsync(link, () => link.Peer.SendAsync(round == 0 ? RawFrame.Binary(new byte[100]).Header(1, 0, 100) : [0]));
        }

        link.Transport!.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Silence_does_not_count_while_nobody_reads_at_this_end()
    {
        var link = Link.InMemory(_options, _time);
        for (var seconds = 0; seconds < 300; seconds++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        (await link.Peer.ReadFrameAsync()).Opcode.ShouldBe(9);
        await link.Peer.SendAsync(RawFrame.Text("still here"));
        (await link.Connection.ReadAsync(Deadline.Token)).Kind.ShouldBe(WebSocketMessageKind.Text);
    }

    [Fact]
    public void An_interval_of_zero_means_no_pings()
    {
        var link = Link.InMemory(new WebSocketConnectionOptions { KeepAliveInterval = TimeSpan.Zero }, _time);
        _ = link.Connection.ReadAsync(Deadline.Token).AsTask();
        _time.Advance(TimeSpan.FromHours(1));
        link.Transport!.Writes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(WebSocketRole.Client, 1006, 0)]
    [InlineData(WebSocketRole.Server, 1008, 3)]
    public async Task A_peer_that_does_not_read_ends_the_connection_after_the_write_limit(WebSocketRole role, int code, int grace)
    {
        var link = Link.InMemory(Unpinged(role), _time, capacity: 1000);
        var reading = link.Connection.ReadAsync(Deadline.Token).AsTask();
        _time.Advance(TimeSpan.FromSeconds(25));
        var writing = link.Connection.WriteAsync(WebSocketMessageKind.Text, new byte[2000], true, Deadline.Token).AsTask();
        var waiting = link.Connection.WriteAsync(WebSocketMessageKind.Text, new byte[10], true, Deadline.Token).AsTask();
        _time.Advance(TimeSpan.FromSeconds(29));
        writing.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        (writing.IsCompleted && grace > 0).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(grace));

        (await writing.InTimeAsync()).ShouldBeFalse();
        (await waiting.InTimeAsync()).ShouldBeFalse();
        var close = (await reading.InTimeAsync()).Close.ShouldNotBeNull();
        (close.Code, close.Cause).ShouldBe(((ushort)code, WebSocketCloseCause.WriteTimeout));
    }

    [Fact]
    public async Task A_client_that_reads_again_right_after_the_write_limit_learns_why_it_is_cut()
    {
        var link = Link.InMemory(Unpinged(WebSocketRole.Server), _time, capacity: 1000);
        var reading = link.Connection.ReadAsync(Deadline.Token).AsTask();
        var writing = link.Connection.WriteAsync(WebSocketMessageKind.Text, new byte[2000], true, Deadline.Token).AsTask();
        _time.Advance(TimeSpan.FromSeconds(30));
        (await link.Peer.ReadFrameAsync()).Payload.Length.ShouldBe(2000);
        (await link.Peer.ReadFrameAsync()).CloseCode.ShouldBe(1008);
        (await writing.InTimeAsync()).ShouldBeFalse();

        await link.Peer.SendAsync(RawFrame.Text("too late"), RawFrame.Close(1008));
        (await reading.InTimeAsync()).Close!.Cause.ShouldBe(WebSocketCloseCause.WriteTimeout);
    }

    [Fact]
    public async Task A_peer_that_reads_a_long_message_slowly_stays()
    {
        var link = Link.InMemory(_options, _time, capacity: 1000);
        var writing = link.Connection.WriteAsync(WebSocketMessageKind.Binary, new byte[1_000_000], true, Deadline.Token).AsTask();
        var buffer = new byte[200_000];
        for (var piece = 0; piece < 5; piece++)
        {
            await link.Peer.Stream.ReadExactlyAsync(buffer, Deadline.Token);
            writing.IsCompleted.ShouldBeFalse();
            _time.Advance(TimeSpan.FromSeconds(20));
        }

        await link.Peer.Stream.ReadExactlyAsync(new byte[10], Deadline.Token);
        (await writing.InTimeAsync()).ShouldBeTrue();
    }

    private static WebSocketConnectionOptions Unpinged(WebSocketRole role) => new() { Role = role, KeepAliveInterval = TimeSpan.Zero };

    // Sends, and waits until the connection has taken it and waits for more.
    private static async Task SettleAsync(Link link, Func<Task> send)
    {
        var reads = link.Transport!.Reads;
        await send();
        await Deadline.UntilAsync(() => link.Transport.Reads > reads && link.Transport.PendingRead >= 0 && link.Connection.IsWaiting);
    }
}
