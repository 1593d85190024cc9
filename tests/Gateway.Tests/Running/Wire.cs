using System.Net.WebSockets;
using System.Text;

namespace Realtime.Gateway.Tests.Running;

/// <summary>Whole messages over the platform's WebSocket, for both sides of the gateway.</summary>
internal static class Wire
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>The code of a connection that ended without a close frame.</summary>
    public const int Lost = 1006;

    public static async Task<Received> ReceiveAsync(WebSocket socket, TimeSpan? deadline = null)
    {
        using var timeout = new CancellationTokenSource(deadline ?? Deadline, TimeProvider.System);
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var result = await socket.ReceiveAsync(buffer.AsMemory(), timeout.Token);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    return new Received(result.MessageType, [], (int?)socket.CloseStatus ?? 1005, socket.CloseStatusDescription ?? "");
                }

                message.Write(buffer.AsSpan(0, result.Count));
                if (result.EndOfMessage)
                {
                    return new Received(result.MessageType, message.ToArray());
                }
            }
        }
        catch (WebSocketException)
        {
            return new Received(WebSocketMessageType.Close, [], Lost);
        }
    }

    public static async Task SendAsync(WebSocket socket, string text) => await SendAsync(socket, Encoding.UTF8.GetBytes(text));

    public static async Task SendAsync(WebSocket socket, byte[] bytes, WebSocketMessageType kind = WebSocketMessageType.Text)
    {
        using var timeout = new CancellationTokenSource(Deadline, TimeProvider.System);
        await socket.SendAsync(bytes.AsMemory(), kind, endOfMessage: true, timeout.Token);
    }
}
