using Realtime.Protocol.Tests.WebSockets.Support;
using Realtime.Protocol.WebSockets;

namespace Realtime.Protocol.Tests.WebSockets;

public class RaceTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task However_its_ends_meet_a_connection_ends_everywhere(bool tcp)
    {
        var options = new WebSocketConnectionOptions { CloseTimeout = TimeSpan.FromSeconds(20) };
        var peerOptions = new WebSocketConnectionOptions { Role = WebSocketRole.Client, CloseTimeout = TimeSpan.FromSeconds(20) };
        for (var round = 0; round < 90; round++)
        {
            (Stream One, Stream Other) streams = tcp ? await Link.TcpAsync() : DuplexStream.Create(capacity: 2000);
            var one = new WebSocketConnection(streams.One, options, TimeProvider.System);
            var other = new WebSocketConnection(streams.Other, peerOptions, TimeProvider.System);
            Task<WebSocketClose>[] readers = [Task.Run(() => ReadAsync(one)), Task.Run(() => ReadAsync(other))];
            Task[] writers = [.. Enumerable.Range(0, 4).Select(index => Task.Run(() => WriteAsync(index < 2 ? one : other)))];
            Action<WebSocketConnection>[] ends =
            [
                connection => _ = connection.CloseAsync(1000, "", Deadline.Token).AsTask(),
                connection => connection.Abort(),
                connection => _ = connection.DisposeAsync().AsTask(),
            ];
            Task[] enders =
            [
                Task.Run(() => ends[round % 3](one), Deadline.Token),
                Task.Run(() => ends[round / 3 % 3](other), Deadline.Token),
                Task.Run(() => ends[0](round % 2 == 0 ? one : other), Deadline.Token),
            ];

            await Task.WhenAll([.. enders, .. writers, .. readers]).InTimeAsync();
            await Task.WhenAll(one.DisposeAsync().AsTask(), other.DisposeAsync().AsTask()).InTimeAsync();
            (await one.FlushAsync(Deadline.Token)).ShouldBeFalse();
        }
    }

    private static async Task<WebSocketClose> ReadAsync(WebSocketConnection connection)
    {
        while (true)
        {
            var read = await connection.ReadAsync(Deadline.Token);
            if (read.Close is { } close)
            {
                return close;
            }

            // A message that another connection's memory has got into would not be what was sent.
            read.Payload.Span.ContainsAnyExcept((byte)'w').ShouldBeFalse();
        }
    }

    private static async Task WriteAsync(WebSocketConnection connection)
    {
        var message = Enumerable.Repeat((byte)'w', 3000).ToArray();
        while (await connection.WriteAsync(WebSocketMessageKind.Text, message, true, Deadline.Token))
        {
            await Task.Yield();
        }
    }
}
