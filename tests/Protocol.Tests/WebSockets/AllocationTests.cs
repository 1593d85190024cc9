using Realtime.Protocol.Tests.WebSockets.Support;
using Realtime.Protocol.WebSockets;

namespace Realtime.Protocol.Tests.WebSockets;

public class AllocationTests
{
    [Theory]
    [InlineData(WebSocketRole.Server, 200)]
    [InlineData(WebSocketRole.Server, 8000)]
    [InlineData(WebSocketRole.Client, 200)]
    [InlineData(WebSocketRole.Client, 8000)]
    public void Receiving_and_sending_a_message_allocates_next_to_nothing(WebSocketRole role, int size)
    {
        const int Messages = 2000;
        using var pumpEnd = new CancellationTokenSource();
        using var stream = new ManualStream();
        var connection = new WebSocketConnection(stream, new WebSocketConnectionOptions { Role = role }, TimeProvider.System);
        var frame = RawFrame.Text(new string('x', size)).Encode(role == WebSocketRole.Server ? 0x01020304u : null);
        _ = PumpAsync(connection, pumpEnd.Token);
        Feed(stream, frame, 200);
        var written = stream.Written;

        var before = GC.GetAllocatedBytesForCurrentThread();
        Feed(stream, frame, Messages);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        (stream.Written - written).ShouldBeGreaterThan((long)Messages * size);
        connection.MessagesReceived.ShouldBe(200 + Messages);
        (allocated / Messages).ShouldBeLessThanOrEqualTo(40);
    }

    private static void Feed(ManualStream stream, byte[] frame, int times)
    {
        for (var index = 0; index < times; index++)
        {
            stream.Feed(frame);
        }
    }

    private static async Task PumpAsync(WebSocketConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await connection.ReadAsync(cancellationToken);
            connection.Enqueue(read.Kind, read.Payload.Span);
            await connection.FlushAsync(cancellationToken);
        }
    }
}
