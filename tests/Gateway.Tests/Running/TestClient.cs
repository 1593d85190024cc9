using System.Net.WebSockets;

namespace Realtime.Gateway.Tests.Running;

/// <summary>A client of the gateway on the platform's WebSocket.</summary>
internal sealed class TestClient : IAsyncDisposable
{
    public ClientWebSocket Socket { get; } = new();

    public int Status => (int)Socket.HttpStatusCode;

    public IReadOnlyDictionary<string, IEnumerable<string>> ResponseHeaders => Socket.HttpResponseHeaders!;

    public TestClient Header(string name, string value)
    {
        Socket.Options.SetRequestHeader(name, value);
        return this;
    }

    public TestClient Subprotocol(params string[] names)
    {
        foreach (var name in names)
        {
            Socket.Options.AddSubProtocol(name);
        }

        return this;
    }

    public async Task ConnectAsync(Uri url)
    {
        using var timeout = new CancellationTokenSource(Wire.Deadline, TimeProvider.System);
        await ConnectUntilAsync(url, timeout.Token);
    }

    public async Task ConnectUntilAsync(Uri url, CancellationToken cancellationToken)
    {
        Socket.Options.CollectHttpResponseDetails = true;
        await Socket.ConnectAsync(url, cancellationToken);
    }

    public Task<Received> ReceiveAsync(TimeSpan? deadline = null) => Wire.ReceiveAsync(Socket, deadline);

    /// <summary>Reads on until the connection ends.</summary>
    public async Task<Received> ReceiveCloseAsync(TimeSpan? deadline = null)
    {
        while (true)
        {
            if (await ReceiveAsync(deadline) is { IsClose: true } close)
            {
                return close;
            }
        }
    }

    public Task SendAsync(string text) => Wire.SendAsync(Socket, text);

    public Task SendAsync(byte[] bytes, WebSocketMessageType kind = WebSocketMessageType.Text) => Wire.SendAsync(Socket, bytes, kind);

    public async Task CloseAsync()
    {
        using var timeout = new CancellationTokenSource(Wire.Deadline, TimeProvider.System);
        await Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", timeout.Token);
    }

    public ValueTask DisposeAsync()
    {
        Socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
