using System.Buffers;
using System.Net.WebSockets;

namespace Realtime.Bench.Relay;

/// <summary>
/// What everything is compared with: ASP.NET Core's WebSocket on one side, a client WebSocket on the other, and bytes copied
/// both ways. No keys, no protocol, no limits. It is meant to be as good as such a relay gets without tricks.
/// </summary>
internal sealed class SocketRelay(Uri upstream) : IDisposable
{
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);
    private const int BufferSize = 16 * 1024;
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    // One handler for all sessions: a handler of its own would cost each connect its set-up and each session its memory.
    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler());

    public void Dispose() => _invoker.Dispose();

    public async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return;
        }

        using var provider = new ClientWebSocket();
        provider.Options.KeepAliveInterval = KeepAlive;
        provider.Options.SetRequestHeader("Authorization", "Bearer sk-up");
        try
        {
            await provider.ConnectAsync(new Uri(upstream, context.Request.QueryString.Value), _invoker, context.RequestAborted);
        }
        catch (WebSocketException)
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            return;
        }

        using var client = await context.WebSockets.AcceptWebSocketAsync();
        using var aborted = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var up = CopyAsync(client, provider, aborted.Token);
        var down = CopyAsync(provider, client, aborted.Token);
        await Task.WhenAny(up, down);

        // Either side's close has been passed on; the other gets a moment to answer it.
        aborted.CancelAfter(CloseTimeout);
        await Task.WhenAll(up, down);
    }

    private static async Task CopyAsync(WebSocket from, WebSocket to, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (true)
            {
                var result = await from.ReceiveAsync(buffer.AsMemory(), cancellation);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    await PassCloseAsync(from, to, cancellation);
                    return;
                }

                await to.SendAsync(buffer.AsMemory(0, result.Count), result.MessageType, result.EndOfMessage, cancellation);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            to.Abort();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task PassCloseAsync(WebSocket from, WebSocket to, CancellationToken cancellation)
    {
        if (to.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
        {
            return;
        }

        // 1005 and 1006 are told by the library only and may not be sent.
        var status = from.CloseStatus is { } given and not WebSocketCloseStatus.Empty && (int)given != 1006
            ? given
            : WebSocketCloseStatus.NormalClosure;
        await to.CloseOutputAsync(status, from.CloseStatusDescription, cancellation);
    }
}
