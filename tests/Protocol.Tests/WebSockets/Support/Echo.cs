using Realtime.Protocol.WebSockets;

namespace Realtime.Protocol.Tests.WebSockets.Support;

/// <summary>Sends every message back, as the public conformance suites want it.</summary>
internal static class Echo
{
    public static async Task<WebSocketClose> RunAsync(WebSocketConnection connection)
    {
        await using (connection)
        {
            while (true)
            {
                var read = await connection.ReadAsync(Deadline.Token);
                do
                {
                    if (read.Close is { } close)
                    {
                        return close;
                    }

                    connection.Enqueue(read.Kind, read.Payload.Span, read.EndOfMessage);
                }
                while (connection.TryRead(out read));

                await connection.FlushAsync(Deadline.Token);
            }
        }
    }
}
