using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;

namespace Realtime.Gateway.Tests.Running;

/// <summary>The provider's end of one session.</summary>
internal sealed class ProviderSide(WebSocket socket, HttpContext context) : IDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WebSocket Socket => socket;

    public Task Ended => _ended.Task;

    public Task<Received> ReceiveAsync(TimeSpan? deadline = null) => Wire.ReceiveAsync(socket, deadline);

    public Task SendAsync(string text) => Wire.SendAsync(socket, text);

    public Task SendAsync(byte[] bytes, WebSocketMessageType kind = WebSocketMessageType.Text) => Wire.SendAsync(socket, bytes, kind);

    /// <summary>Sends a close frame and does not wait for the answer.</summary>
    public Task CloseAsync(int code, string reason) =>
        socket.CloseOutputAsync((WebSocketCloseStatus)code, reason.Length == 0 ? null : reason, CancellationToken.None);

    /// <summary>Breaks the connection without a close frame.</summary>
    public void Abort() => context.Abort();

    public void Dispose() => _ended.TrySetResult();
}
